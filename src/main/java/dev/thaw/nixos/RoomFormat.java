package dev.thaw.nixos;

/**
 * How {@code room.sh} prints what it finds: the sections on the folder of number N. Whoever reads
 * them, or stands in for the script, has their names from here.
 */
public final class RoomFormat {

  /** How much of a menu is printed, at most. */
  public static final int MENU_LIMIT = 4 << 20;

  private RoomFormat() {}

  /** The blocks that are free, and the size of one. */
  public static String space(int n) {
    return "space " + n;
  }

  /** Its files: a path and a size each, ended by a NUL. */
  public static String files(int n) {
    return "files " + n;
  }

  /** What some boot loader may read as its menu: {@link SurveyRows.Text}s. */
  public static String menus(int n) {
    return "menus " + n;
  }

  /** Unified images: a path, and a line for each name that it holds, each ended by a NUL. */
  public static String images(int n) {
    return "images " + n;
  }
}
