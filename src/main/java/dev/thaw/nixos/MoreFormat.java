package dev.thaw.nixos;

/**
 * How {@code more.sh} names its sections on the path of number N. Whoever reads them, or stands in
 * for the script, has the names from here.
 */
public final class MoreFormat {

  /** How much of a file is printed, at most. */
  public static final int LIMIT = 4 << 20;

  private MoreFormat() {}

  /** Where it really lies. */
  public static String place(int n) {
    return "place " + n;
  }

  /** A file's size. */
  public static String size(int n) {
    return "size " + n;
  }

  /** A file's first {@link #LIMIT} bytes. */
  public static String content(int n) {
    return "content " + n;
  }

  /** What lies in a folder: a kind and a name each, ended by a NUL. */
  public static String list(int n) {
    return "list " + n;
  }
}
