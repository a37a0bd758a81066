package dev.thaw.rescue;

/**
 * A path of the nix store that is not what nix's database says of it.
 *
 * @param path from the root of the installed system on
 * @param damage what is the matter with it
 * @param why what nix said, where it could not be compared; else empty
 */
public record DamagedPath(String path, Damage damage, String why) {

  /** What is the matter with a path. */
  public enum Damage {
    /** It is not there. */
    MISSING,
    /** It holds something else. */
    MODIFIED,
    /** It could not be compared. */
    UNREAD
  }
}
