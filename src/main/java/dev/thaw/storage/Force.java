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
   * @param reason why, a sentence without its stop: "it is in use now on host atlas (hostid
   *     007f0101)"
   * @param advice what to do first, in sentences
   */
  record Forbidden(String reason, String advice) implements Force {}

  /** Why it is needed or forbidden; empty when it is not needed. */
  default String why() {
    return switch (this) {
      case NotNeeded() -> "";
      case Needed(String reason) -> reason;
      case Forbidden(String reason, String _) -> reason;
    };
  }
}
