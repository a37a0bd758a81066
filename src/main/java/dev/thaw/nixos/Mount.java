package dev.thaw.nixos;

/**
 * One line of an installation's fstab and whether what it names is there.
 *
 * @param entry the line
 * @param state what was found
 * @param device the block device or dataset that it means on this machine now; empty if not found
 * @param why the end of a sentence: why it was not found or not read, or under what other name it
 *     was; empty when all is well
 * @param guessed whether nothing on the device tells that it is this one: there is no other that it
 *     could be
 */
public record Mount(FstabEntry entry, State state, String device, String why, boolean guessed) {

  /** One that is known by its name, or by what is on it. */
  public Mount(FstabEntry entry, State state, String device, String why) {
    this(entry, state, device, why, false);
  }

  /** Whether the device of a line is there. */
  public enum State {
    /** The device is there and could be read. */
    FOUND,
    /**
     * Nothing has the name that the line says, or something else has it now; what belongs there was
     * found all the same, on the device, by what is on it. The boot does not find it.
     */
    ELSEWHERE,
    /** The device is there, and reading it failed or was not tried. */
    UNREAD,
    /** No such device, dataset or source folder. */
    MISSING,
    /** Nothing to find: tmpfs and its like, and other computers. */
    NO_DEVICE
  }
}
