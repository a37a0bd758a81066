package dev.thaw.boot;

/**
 * How {@code boot.sh} and {@code same.sh} name their sections. Whoever reads them, or stands in for
 * a script, has the names from here.
 */
public final class BootFormat {

  /** What drives each disk: a line each, its name, a tab, modules with blanks between. */
  public static final String DRIVERS = "drivers";

  /** What {@code btrfs filesystem show --raw} prints. */
  public static final String BTRFS = "btrfs";

  /** The datasets of imported pools: a line each, its name, a tab, whose key it needs. */
  public static final String KEYS = "keys";

  /** Why the store could not be opened; only then. */
  public static final String OPENED = "opened";

  /** The systems whose init is there, each ended by a NUL. */
  public static final String TOPLEVELS = "toplevels";

  /** What begins the name of each disk's first sectors. */
  public static final String STARTS = "start ";

  private BootFormat() {}

  /** An initrd, byte for byte. */
  public static String initrd(String path) {
    return "initrd " + path;
  }

  /** Where a copy that was compared really lies. */
  public static String at(String name) {
    return name + " at";
  }

  /** That a copy could not be read past the kernel's memory. */
  public static String cached(String name) {
    return name + " cached";
  }
}
