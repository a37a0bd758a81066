package dev.thaw.storage;

/**
 * How {@code disks.sh}, {@code pools.sh}, {@code datasets.sh} and {@code containers.sh} name their
 * sections. Whoever reads them, or stands in for a script, has the names from here; what is in the
 * sections is what the tools print.
 */
public final class StorageFormat {

  /** udevadm's wait for udev. */
  public static final String SETTLE = "settle";

  // ---- disks.sh

  /** lsblk's JSON. */
  public static final String LSBLK = "lsblk";

  /** What blkid reads from the disks. */
  public static final String BLKID = "blkid";

  /** The names under /dev/disk: a line each, link, tab, target. */
  public static final String LINKS = "links";

  // ---- pools.sh and datasets.sh

  /** Loading ZFS's module. */
  public static final String MODULE = "module";

  /** The live system's hostid. */
  public static final String HOSTID = "hostid";

  /** Imported pools: a line each, {@link #LIST_COLUMNS} with tabs between. */
  public static final String LIST = "list";

  /** The columns of that, as zpool names them. */
  public static final String LIST_COLUMNS =
      "name,guid,health,size,allocated,free,readonly,multihost,feature@encryption,altroot";

  /** {@code zpool status}. */
  public static final String STATUS = "status";

  /** What could be imported. */
  public static final String IMPORT = "import";

  /** The same from every device, where the first found nothing. */
  public static final String IMPORT_BY_SCAN = "import-by-scan";

  /** {@code label:DEVICE}: what zdb says of a device. */
  public static final String LABEL = "label:";

  /** Swap devices with a hibernated system. */
  public static final String HIBERNATED = "hibernated";

  /** Imported pools: a line each, guid, name and altroot with tabs between. */
  public static final String IMPORTED = "imported";

  /** {@code get:GUID}: the {@link #PROPERTIES} of a pool's datasets. */
  public static final String GET = "get:";

  /** The properties of that, as zfs names them. */
  public static final String PROPERTIES =
      "type,used,available,referenced,volsize,mounted,canmount,encryption,keystatus,keyformat,"
          + "encryptionroot,keylocation,mountpoint";

  /** {@code altroot:GUID}: what the mount points of a pool are below. */
  public static final String ALTROOT = "altroot:";

  /** {@code tried:GUID NAME}: importing a pool for the moment. */
  public static final String TRIED = "tried:";

  /** {@code twin:GUID NAME}: a pool that was left alone because one of its name is imported. */
  public static final String TWIN = "twin:";

  /** {@code left:GUID NAME}: exporting it again. */
  public static final String LEFT = "left:";

  // ---- containers.sh

  /** What device-mapper has open: a line each, kernel name, UUID and name with tabs between. */
  public static final String MAPPED = "mapped";

  /** The LUKS containers, a line each. */
  public static final String MEMBERS = "members";

  /** {@code luks:DEVICE}: a container's header. */
  public static final String LUKS = "luks:";

  /** LVM's report of physical volumes. */
  public static final String PV = "pv";

  /** LVM's report of volume groups. */
  public static final String VG = "vg";

  /** LVM's report of logical volumes. */
  public static final String LV = "lv";

  /** md arrays by what their members say. */
  public static final String MD_EXAMINE = "md-examine";

  /** md arrays that are assembled. */
  public static final String MD_DETAIL = "md-detail";

  /** btrfs filesystems and their devices. */
  public static final String BTRFS = "btrfs";

  private StorageFormat() {}
}
