package dev.thaw.nixos;

import java.util.Set;

/** What an account has for a password once the system has started. */
public enum Password {
  /** A hash that a password can fit. */
  SET,
  /** None is asked for at the machine itself; by ssh it lets nobody in. */
  EMPTY,
  /** None fits: {@code !} or {@code *}. */
  LOCKED,
  /** What stands in its place is no hash that this system knows. */
  NO_HASH,
  /** The file that is to hold its hash is not there. */
  FILE_MISSING,
  /** The file is there, on a filesystem that is mounted only after accounts are set up. */
  FILE_LATE,
  /** It can't be told: its file is made at the start, or could not be looked at. */
  UNKNOWN;

  /** The marks of the hashes that NixOS's library has known since 23.05. */
  private static final Set<String> STRONG =
      Set.of("$y$", "$gy$", "$7$", "$2b$", "$2y$", "$2a$", "$6$");

  /** Those that were taken before, too. */
  private static final Set<String> WEAK = Set.of("$1$", "$5$", "$md5$", "$sha1$", "$3$", "des");

  private static final String FIRST_STRICT = "23.05";

  /**
   * What a kind that {@code accounts.sh} prints means.
   *
   * @param version of the NixOS that checks it; may be empty
   */
  static Password of(String kind, String version) {
    boolean strict = version.isEmpty() || version.compareTo(FIRST_STRICT) >= 0;
    return switch (kind) {
      case "empty" -> EMPTY;
      case "locked" -> LOCKED;
      default -> STRONG.contains(kind) || !strict && WEAK.contains(kind) ? SET : NO_HASH;
    };
  }

  /** Whether somebody can be let in by it. */
  boolean works() {
    return this == SET || this == EMPTY;
  }
}
