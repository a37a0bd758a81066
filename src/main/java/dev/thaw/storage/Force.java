package dev.thaw.storage;

/** Whether importing a pool needs {@code zpool import -f}, and why. */
public sealed interface Force {

  /** It is imported already, was exported properly, or was last used by this system. */
  record NotNeeded() implements Force {}

  /**
   * ZFS refuses without {@code -f}.
   *
   * @param reason why, for a sentence: "last used by host atlas (hostid 007f0101), and not
   *     exported"
   */
  record Needed(String reason) implements Force {}

  /**
   * It must not be forced.
   *
   * @param reason why, for a sentence: "in use now on host atlas (hostid 007f0101)"
   */
  record Forbidden(String reason) implements Force {}

  /** Why it is needed or forbidden; empty when it is not needed. */
  default String why() {
    return switch (this) {
      case NotNeeded() -> "";
      case Needed(String reason) -> reason;
      case Forbidden(String reason) -> reason;
    };
  }
}
