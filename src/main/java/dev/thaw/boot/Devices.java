package dev.thaw.boot;

import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;

/** Which of the devices that an fstab names are there. */
public final class Devices {

  private Devices() {}

  /** Whether what the line names was seen; a line without a device counts as seen. */
  public static boolean isThere(Evidence evidence, FstabEntry entry) {
    return switch (entry.kind()) {
      case NONE, NETWORK, BIND, FILE -> true;
      default ->
          !isElsewhere(evidence, entry)
              && (evidence.device(entry.spec()).isPresent()
                  || evidence
                      .mount(entry)
                      .filter(mount -> mount.state() == Mount.State.FOUND)
                      .isPresent());
    };
  }

  /**
   * Whether nothing has the line's name any more, and what belongs there was found all the same.
   */
  public static boolean isElsewhere(Evidence evidence, FstabEntry entry) {
    return evidence.mount(entry).filter(m -> m.state() == Mount.State.ELSEWHERE).isPresent();
  }

  /** Whether it is in a container that stage 1 opens, and that is there and locked now. */
  static boolean isLocked(Evidence evidence, FstabEntry entry) {
    return evidence
        .container(entry.spec())
        .filter(container -> container.children().isEmpty())
        .isPresent();
  }

  /**
   * Whether it was looked for where it would be, and is not there. What may be in a locked
   * container or in a pool that is not imported is not missing.
   */
  public static boolean isMissing(Evidence evidence, FstabEntry entry) {
    if (isElsewhere(evidence, entry)) {
      return true;
    }
    boolean looked =
        evidence.surroundings().known()
            || evidence
                .mount(entry)
                .filter(mount -> mount.state() == Mount.State.MISSING)
                .isPresent();
    return switch (entry.kind()) {
      case UUID, LABEL, PARTUUID, PARTLABEL, ID, DEVICE ->
          looked && !isThere(evidence, entry) && !isLocked(evidence, entry);
      default -> false;
    };
  }
}
