package dev.thaw.nixos;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of an fstab.
 *
 * @param line which line of the file it is, the first being 1
 * @param spec what is mounted, escapes resolved: {@code /dev/disk/by-uuid/…}, {@code pool/dataset}
 * @param file where, escapes resolved; {@code none} for swap
 * @param type the filesystem's type: {@code zfs}, {@code ext4}, {@code vfat}, {@code swap}
 * @param options the mount options, in order
 * @param dump the fifth field; 0 when it is not there
 * @param pass the sixth field, the order of checking; 0 when it is not there
 */
public record FstabEntry(
    int line, String spec, String file, String type, List<String> options, int dump, int pass) {

  private static final Set<String> NO_DEVICE =
      Set.of(
          "tmpfs",
          "ramfs",
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "overlay",
          "cgroup2",
          "efivarfs",
          "mqueue",
          "hugetlbfs",
          "debugfs",
          "tracefs",
          "securityfs",
          "bpf",
          "configfs",
          "none");
  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "ceph", "sshfs", "fuse.sshfs");

  /** What stage 1 mounts in any case, whether or not the fstab says so. */
  private static final Set<String> EARLY =
      Set.of("/", "/nix", "/nix/store", "/var", "/var/log", "/var/lib", "/etc", "/usr");

  private static final Set<String> USUAL_FOR_BOOT = Set.of("/boot", "/efi", "/boot/efi");

  /** Copies the options. */
  public FstabEntry {
    options = List.copyOf(options);
  }

  /** How the device is named. */
  public DeviceKind kind() {
    if (options.contains("bind") || options.contains("rbind")) {
      return DeviceKind.BIND;
    }
    if (NETWORK.contains(type)) {
      return DeviceKind.NETWORK;
    }
    if (NO_DEVICE.contains(type)) {
      return DeviceKind.NONE;
    }
    if (type.equals("zfs")) {
      return DeviceKind.DATASET;
    }
    return DeviceName.of(spec).kind();
  }

  /** The identifier in the spec, such as the UUID alone; the whole spec when there is none. */
  public String identifier() {
    return switch (kind()) {
      case UUID, LABEL, PARTUUID, PARTLABEL -> DeviceName.of(spec).identifier();
      default -> spec;
    };
  }

  /** Whether this is swap space and not a filesystem. */
  public boolean isSwap() {
    return type.equals("swap");
  }

  /** Whether a boot partition is usually mounted there. */
  public boolean isUsualForBoot() {
    return isUsualForBoot(file);
  }

  /** Whether a boot partition is usually mounted on this folder. */
  static boolean isUsualForBoot(String folder) {
    return USUAL_FOR_BOOT.contains(folder);
  }

  /** Whether stage 1 mounts it, before the system starts: / and /nix always are among them. */
  public boolean inInitrd() {
    return options.contains("x-initrd.mount");
  }

  /** The same, of what it mounts even where the fstab does not say so. */
  public boolean isEarly() {
    return inInitrd() || EARLY.contains(file);
  }

  /**
   * Whether the boot goes on without it. What is mounted when somebody looks at it, or belongs to
   * the network, is no part of what the boot waits for, unless stage 1 mounts it.
   */
  public boolean mayFail() {
    return options.contains("nofail")
        || options.contains("noauto")
        || !isEarly() && (options.contains("x-systemd.automount") || options.contains("_netdev"));
  }

  /** The pool that a dataset of ZFS is in. */
  public String pool() {
    return spec.split("/")[0];
  }

  /** The value of an option {@code name=value}. */
  public Optional<String> option(String name) {
    return options.stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst();
  }

  /** The btrfs subvolume it mounts. */
  public Optional<String> subvolume() {
    return option("subvol");
  }
}
