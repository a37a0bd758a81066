package dev.thaw.storage;

import java.util.List;
import java.util.stream.Stream;

/**
 * A disk, a partition, or what is made of them; unknown texts are empty, never null.
 *
 * @param path how to name it to a command: {@code /dev/nvme0n1p2}
 * @param kernelName the kernel's name, which may change from boot to boot: {@code nvme0n1p2}
 * @param type what it is
 * @param size in bytes
 * @param hardware what the kernel knows of it as a thing
 * @param content what is on it
 * @param partition what its disk's table says of it; of empty texts for what is no partition
 * @param mountPoints where it is mounted now, on the live system; {@code [SWAP]} when swapped to
 * @param links its names under {@code /dev/disk}
 * @param children what is made of it: partitions, open containers, logical volumes, arrays
 */
public record BlockDevice(
    String path,
    String kernelName,
    DeviceType type,
    long size,
    Hardware hardware,
    Content content,
    Partition partition,
    List<String> mountPoints,
    List<String> links,
    List<BlockDevice> children) {

  /**
   * What the kernel knows of a device as a thing.
   *
   * @param model the maker's name of it, for a disk
   * @param serial the maker's number of it, for a disk
   * @param transport how it is attached: {@code nvme}, {@code sata}, {@code usb}
   * @param removable whether the kernel thinks that its medium can be taken out
   * @param readOnly whether the kernel refuses to write to it
   */
  public record Hardware(
      String model, String serial, String transport, boolean removable, boolean readOnly) {}

  /**
   * What is on a device.
   *
   * @param fsType in blkid's word: {@code vfat}, {@code zfs_member}, {@code crypto_LUKS}
   * @param label its label; of a pool's member, the pool's name
   * @param uuid its UUID; of a pool's member, the pool's guid
   */
  public record Content(String fsType, String label, String uuid) {}

  /**
   * What a disk's table says of a partition.
   *
   * @param partLabel its own name, in a GPT
   * @param partUuid its own UUID
   * @param partType its type: a GUID in small letters, or {@code 0xef} in an MBR
   * @param partTypeName that type in words: {@code EFI System}
   */
  public record Partition(
      String partLabel, String partUuid, String partType, String partTypeName) {}

  private static final String ESP_TYPE = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
  private static final String XBOOTLDR_TYPE = "bc13c2ff-59e6-4262-a352-b275fd6f7172";

  private static final String ARRAY = "/dev/md/";
  private static final String ARRAY_LINK = "/dev/disk/by-id/md-name-";

  /** Where live systems mount their own medium: NixOS, Debian, Ubuntu, Arch, Fedora. */
  private static final List<String> LIVE_MOUNTS =
      List.of(
          "/",
          "/iso",
          "/nix/.ro-store",
          "/run/live/medium",
          "/lib/live/mount/medium",
          "/cdrom",
          "/run/archiso/bootmnt",
          "/run/initramfs/live");

  /** Keeps the lists from changing. */
  public BlockDevice {
    mountPoints = List.copyOf(mountPoints);
    links = List.copyOf(links);
    children = List.copyOf(children);
  }

  /** The maker's name of it, for a disk. */
  public String model() {
    return hardware.model();
  }

  /** The maker's number of it, for a disk. */
  public String serial() {
    return hardware.serial();
  }

  /** How it is attached: {@code nvme}, {@code sata}, {@code usb}. */
  public String transport() {
    return hardware.transport();
  }

  /** Whether the kernel thinks that its medium can be taken out. */
  public boolean removable() {
    return hardware.removable();
  }

  /** Whether the kernel refuses to write to it. */
  public boolean readOnly() {
    return hardware.readOnly();
  }

  /** What is on it, in blkid's word. */
  public String fsType() {
    return content.fsType();
  }

  /** The label of what is on it. */
  public String label() {
    return content.label();
  }

  /** The UUID of what is on it. */
  public String uuid() {
    return content.uuid();
  }

  /** The partition's own name, in a GPT. */
  public String partLabel() {
    return partition.partLabel();
  }

  /** The partition's own UUID. */
  public String partUuid() {
    return partition.partUuid();
  }

  /** The partition's type. */
  public String partType() {
    return partition.partType();
  }

  /** That type in words. */
  public String partTypeName() {
    return partition.partTypeName();
  }

  /** This device, then all that is made of it, in the order of a tree printed out. */
  public Stream<BlockDevice> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(BlockDevice::all));
  }

  /** Whether its partition type says EFI system partition, in a GPT or an MBR. */
  public boolean hasEspType() {
    return partType().equals(ESP_TYPE) || partType().equals("0xef");
  }

  /** Whether its partition type says extended boot loader partition. */
  public boolean hasXbootldrType() {
    return partType().equals(XBOOTLDR_TYPE);
  }

  /**
   * Whether a hibernated system lies in this swap space: its memory expects the disks as they were,
   * so nothing on them may be changed before it was resumed or given up.
   */
  public boolean holdsHibernationImage() {
    return fsType().equals("swsuspend");
  }

  /** Whether it is a LUKS container that is not open. */
  public boolean isLocked() {
    return fsType().equals("crypto_LUKS") && children.isEmpty();
  }

  /**
   * Whether it belongs to a live system: it, or something made of it, is mounted where live systems
   * mount their medium, or is the image of one. A squashfs counts unmounted, too: a live system's
   * root hides the mount below it, and no installation lies on one.
   */
  public boolean isLiveMedium() {
    return all().anyMatch(BlockDevice::isOfLiveMedium);
  }

  private boolean isOfLiveMedium() {
    return fsType().equals("squashfs")
        || fsType().equals("iso9660") && !mountPoints.isEmpty()
        || mountPoints.stream().anyMatch(LIVE_MOUNTS::contains);
  }

  /**
   * Whether {@code name} is its path, kernel name, or one of its names under /dev/disk; a logical
   * volume's {@code /dev/GROUP/VOLUME}, an array's {@code /dev/md/NAME}.
   */
  public boolean isNamed(String name) {
    return name.equals(path)
        || name.equals(kernelName)
        || name.equals("/dev/" + kernelName)
        || links.contains(name)
        || switch (type) {
          case LVM -> name.equals(volume());
          case RAID -> name.startsWith(ARRAY) && links.stream().anyMatch(l -> isOf(l, name));
          case DISK, PART, CRYPT, LOOP, ROM, OTHER -> false;
        };
  }

  /** A volume's other name, by its mapped one, in which a dash inside a name is doubled. */
  private String volume() {
    return path.replaceFirst("^/dev/mapper/", "/dev/")
        .replaceFirst("(?<!-)-(?!-)", "/")
        .replace("--", "-");
  }

  /** An array's name is told by the link with it and the host that it was made on. */
  private static boolean isOf(String link, String array) {
    return link.startsWith(ARRAY_LINK) && link.endsWith(":" + array.substring(ARRAY.length()));
  }
}
