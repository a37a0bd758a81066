package dev.thaw.storage;

/**
 * How {@code health.sh} names its sections. Whoever reads them, or stands in for the script, has
 * the names from here; what is in them is what the tools print.
 */
public final class HealthFormat {

  /** The kernel's lines about disks that fail. */
  public static final String LOG = "errors log";

  /** That there is no smartctl; with a disk's name behind it, what it says of that. */
  public static final String SMART = "errors smart";

  /** The counters of each btrfs that is mounted. */
  public static final String BTRFS = "errors btrfs";

  /** {@code zpool status -v}. */
  public static final String ZPOOL = "errors zpool";

  /** What the superblocks of ext2's kind say. */
  public static final String EXT = "errors ext";

  private HealthFormat() {}

  /** A line about a filesystem of ext2's kind: its superblock's state, and how many errors. */
  public static String ext(String device, int state, long errors) {
    return device + " " + state + " " + errors;
  }

  /** What smartctl says of a disk. */
  public static String smart(String disk) {
    return SMART + " " + disk;
  }
}
