package dev.thaw.practice;

import java.util.ArrayList;
import java.util.List;

/** A block device: a disk, a partition, an opened container. */
final class Device {

  /** The kernel's name: {@code nvme0n1p1}. */
  String name = "";

  /** The device that it is part of; empty for a disk. */
  String parent = "";

  /** {@code disk}, {@code part}, {@code crypt}. */
  String type = "";

  /** The kernel's numbers: {@code 259:1}. */
  String number = "";

  /** Its size in bytes. */
  long size;

  /** Where a partition begins, in sectors of 512 bytes. */
  long start;

  /** A disk's name from its maker. */
  String model = "";

  /** A disk's serial number. */
  String serial = "";

  /** How a disk is attached: {@code nvme}, {@code sata}, {@code virtio}. */
  String transport = "";

  /** The kernel module without which a disk is not seen. */
  String driver = "";

  /** A disk's other names below {@code /dev/disk}: {@code by-id/…}, {@code by-path/…}. */
  List<String> names = new ArrayList<>();

  /** Whether it can't be written to. */
  boolean readOnly;

  /** The partition table's UUID. */
  String tableUuid = "";

  /** A partition's number; 0 for a disk. */
  int partition;

  /** A partition's UUID. */
  String partUuid = "";

  /** A partition's name. */
  String partLabel = "";

  /** A partition's type: a GUID. */
  String partType = "";

  /** What lies on it, as blkid calls it: {@code vfat}, {@code zfs_member}, {@code crypto_LUKS}. */
  String holds = "";

  /** The UUID of what lies on it; a pool's guid. */
  String uuid = "";

  /** The label of what lies on it; a pool's name. */
  String label = "";

  /** An opened container's name below {@code /dev/mapper}; empty for others. */
  String mapped = "";

  /** Its path: {@code /dev/nvme0n1p1}, {@code /dev/mapper/luks-…}. */
  String path() {
    return mapped.isEmpty() ? "/dev/" + name : "/dev/mapper/" + mapped;
  }

  /** A disk's first name below {@code /dev/disk/by-id}; empty when it has none. */
  String id() {
    return names.stream()
        .filter(name -> name.startsWith("by-id/"))
        .map(name -> name.substring("by-id/".length()))
        .findFirst()
        .orElse("");
  }

  boolean isPartition() {
    return type.equals("part");
  }

  /** Whether a filesystem lies on it that can be mounted as it is. */
  boolean isMountable() {
    return switch (holds) {
      case "", "zfs_member", "crypto_LUKS", "swap", "LVM2_member", "linux_raid_member" -> false;
      default -> true;
    };
  }
}
