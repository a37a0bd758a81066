package dev.thaw.boot.remembered;

/**
 * How {@code remembered.sh} names its sections. Whoever reads them, or stands in for the script,
 * has the names from here.
 */
public final class RememberedFormat {

  /** The room on the disks, a line of {@link Room} each. */
  public static final String ROOM = "room";

  /** The files of the system's state, a line of {@link StateFile} each. */
  public static final String FILES = "state files";

  /** The ids of the boots that the journal knows, a line each, the oldest first. */
  public static final String JOURNAL = "journal";

  /** Of that section, where the installed system keeps no journal on its disks. */
  public static final int KEEPS_NONE = 2;

  /** So many boots of the journal are read, the last ones. */
  public static final int BOOTS = 5;

  /** So many of the kernel's first words are printed. */
  public static final int FIRST = 8;

  /** So many of a boot's last words are printed. */
  public static final int LAST = 30;

  /** The firmware's variables: the name and the size of each, each ended by a NUL. */
  public static final String VARIABLES = "variables";

  /** The room for them: blocks, those that can be written, and a block's size. */
  public static final String VARIABLE_ROOM = "variables room";

  /** How many paths were looked at, then each file that is empty, each ended by a NUL. */
  public static final String EMPTY = "empty files";

  /** Where Linux shows them. */
  public static final String EFIVARS = "/sys/firmware/efi/efivars";

  private RememberedFormat() {}

  /** What a variable holds, with its attributes. */
  public static String variable(String name) {
    return "variable " + name;
  }

  /** The kernel's first words in a boot: {@link JournalEntry}s. */
  public static String begins(String boot) {
    return JOURNAL + " " + boot + " begins";
  }

  /** What tells how far a boot came, and what failed in it: {@link JournalEntry}s. */
  public static String marks(String boot) {
    return JOURNAL + " " + boot + " marks";
  }

  /** A boot's last words: {@link JournalEntry}s. */
  public static String ends(String boot) {
    return JOURNAL + " " + boot + " ends";
  }
}
