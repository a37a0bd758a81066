package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;

/** A block device: a disk, a partition, an opened container. */
public final class Device {

  /** The kernel's name: {@code nvme0n1p1}. */
  public String name = "";

  /** The device that it is part of, or lies on; empty for a disk. */
  public String parent = "";

  /** The other devices that it lies on, by kernel name: those of an array. */
  public List<String> others = new ArrayList<>();

  /** {@code disk}, {@code part}, {@code crypt}, {@code lvm}, {@code raid1}. */
  public String type = "";

  /** The kernel's numbers: {@code 259:1}. */
  public String number = "";

  /** Its size in bytes. */
  public long size;

  /** Where a partition begins, in sectors of 512 bytes. */
  public long start;

  /** A disk's name from its maker. */
  public String model = "";

  /** A disk's serial number. */
  public String serial = "";

  /** How a disk is attached: {@code nvme}, {@code sata}, {@code virtio}. */
  public String transport = "";

  /** The kernel module without which a disk is not seen. */
  public String driver = "";

  /** A disk's other names below {@code /dev/disk}: {@code by-id/…}, {@code by-path/…}. */
  public List<String> names = new ArrayList<>();

  /**
   * Where GRUB's core image on a disk, which a BIOS starts, looks for GRUB's folder: {@code
   * (,gpt2)/grub}; empty where there is none.
   */
  public String core = "";

  /** Whether it says of itself that it fails, and can't read some of its blocks. */
  public boolean failing;

  /** Whether it can't be written to. */
  public boolean readOnly;

  /** The partition table's UUID. */
  public String tableUuid = "";

  /** A partition's number; 0 for a disk. */
  public int partition;

  /** A partition's UUID. */
  public String partUuid = "";

  /** A partition's name. */
  public String partLabel = "";

  /** A partition's type: a GUID. */
  public String partType = "";

  /** What lies on it, as blkid calls it: {@code vfat}, {@code zfs_member}, {@code crypto_LUKS}. */
  public String holds = "";

  /** The UUID of what lies on it; a pool's guid. */
  public String uuid = "";

  /** The label of what lies on it; a pool's name. */
  public String label = "";

  /** The name below {@code /dev/mapper} of what the device mapper made; empty for others. */
  public String mapped = "";

  /** What the device mapper knows it by, beside its name; empty for others. */
  public String mappedUuid = "";

  /** Another name below {@code /dev}, without that: {@code pool/root}, {@code md/root}. */
  public String alias = "";

  /** Its path: {@code /dev/nvme0n1p1}, {@code /dev/mapper/luks-…}. */
  public String path() {
    return mapped.isEmpty() ? "/dev/" + name : "/dev/mapper/" + mapped;
  }

  /** A disk's first name below {@code /dev/disk/by-id}; empty when it has none. */
  public String id() {
    return names.stream()
        .filter(name -> name.startsWith("by-id/"))
        .map(name -> name.substring("by-id/".length()))
        .findFirst()
        .orElse("");
  }

  /** Whether it lies on this device. */
  boolean liesOn(Device below) {
    return parent.equals(below.name) || others.contains(below.name);
  }

  /** Whether it is there only while something is open: a container, a volume, an array. */
  public boolean isLayer() {
    return !type.equals("disk") && !type.equals("part");
  }

  /** Whether it is one of those that a volume group or an array is made of. */
  boolean isMember() {
    return holds.equals("LVM2_member") || holds.equals("linux_raid_member");
  }

  /** Whether it is a part of a disk. */
  public boolean isPartition() {
    return type.equals("part");
  }

  /** Whether a filesystem lies on it that can be mounted as it is. */
  public boolean isMountable() {
    return switch (holds) {
      case "", "zfs_member", "crypto_LUKS", "swap", "LVM2_member", "linux_raid_member" -> false;
      default -> true;
    };
  }
}
