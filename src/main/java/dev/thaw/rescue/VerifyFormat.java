package dev.thaw.rescue;

/**
 * The words that begin a line of {@code verify.sh}. Whoever reads the lines, or stands in for the
 * script, has them from here.
 */
public final class VerifyFormat {

  /** The paths could not be asked for; a reason follows. */
  public static final String FAILED = "failed";

  /** How many are to be compared. */
  public static final String PATHS = "paths";

  /** How many were compared so far. */
  public static final String CHECKED = "checked";

  /** A path that is not there. */
  public static final String MISSING = "missing";

  /** A path that holds something else. */
  public static final String MODIFIED = "modified";

  /** A path that could not be compared, and a reason behind a blank. */
  public static final String UNREAD = "unread";

  /** The time is over; how many were compared. */
  public static final String LATE = "late";

  private VerifyFormat() {}
}
