package dev.thaw.storage;

/** What a block device is, after lsblk's word for it. */
public enum DeviceType {
  /** A whole disk. */
  DISK,
  /** A partition of a disk. */
  PART,
  /** An open LUKS container, or another dm-crypt mapping. */
  CRYPT,
  /** An active logical volume of LVM. */
  LVM,
  /** An assembled md array of any level. */
  RAID,
  /** A file that is used as a disk. */
  LOOP,
  /** An optical drive. */
  ROM,
  /** Anything else, such as multipath. */
  OTHER;

  /** The type for lsblk's word, such as {@code part} or {@code raid1}. */
  static DeviceType of(String word) {
    return switch (word) {
      case "disk" -> DISK;
      case "part" -> PART;
      case "crypt" -> CRYPT;
      case "lvm" -> LVM;
      case "loop" -> LOOP;
      case "rom" -> ROM;
      default -> word.startsWith("raid") || word.equals("linear") ? RAID : OTHER;
    };
  }
}
