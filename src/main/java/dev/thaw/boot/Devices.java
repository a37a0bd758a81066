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
  public static boolean isLocked(Evidence evidence, FstabEntry entry) {
    return evidence
        .container(entry.spec())
        .filter(container -> container.children().isEmpty())
        .isPresent();
  }

  /** Whether a volume can be in something that is not open or not put together now. */
  private static boolean isHidden(Evidence evidence) {
    return evidence.surroundings().hasLocked()
        || evidence
            .surroundings()
            .devices()
            .filter(device -> device.fsType().matches("LVM2_member|linux_raid_member"))
            .anyMatch(device -> device.children().isEmpty());
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
      case MAPPER, DEVICE ->
          looked
              && !isThere(evidence, entry)
              && !isHidden(evidence)
              && evidence.openings().stream().noneMatch(one -> one.opened().equals(entry.spec()));
      case UUID, LABEL, PARTUUID, PARTLABEL, ID ->
          looked && !isThere(evidence, entry) && !isLocked(evidence, entry);
      // A pool of which another dataset was found was looked into.
      case DATASET ->
          evidence.mount(entry).filter(m -> m.state() == Mount.State.MISSING).isPresent()
              && evidence.installation().mounts().stream()
                  .filter(mount -> mount.state() == Mount.State.FOUND)
                  .anyMatch(mount -> mount.entry().pool().equals(entry.pool()));
      default -> false;
    };
  }
}
