package dev.thaw.boot.initrd;

import java.util.List;

/** Initrds laid out as those of real NixOS releases: everything in the store, links to it. */
final class NixosInitrds {

  private static final String KERNEL = "nix/store/k-linux-6.12-modules-shrunk/lib/modules/6.12";
  private static final String PATH = "PATH=/bin:/sbin";

  /** The script always has the case for the kernel's command line in it, forced or not. */
  private static final String IMPORT_LIB =
      """
      for o in $(cat /proc/cmdline); do
        case $o in
          zfs_force|zfs_force=1|zfs_force=y)
            ZFS_FORCE="-f"
            ;;
        esac
      done
      poolImport() {
        pool="$1"
        "/nix/store/z-zfs-user-2.3.4/sbin/zpool" import -d "/dev/disk/by-id" -N $ZFS_FORCE "$pool"
      }
      """;

  static final List<String> BUILT_IN = List.of("ext4", "efivarfs", "sd_mod", "sd", "ahci", "unix");

  private NixosInitrds() {}

  private static Packed link(Packed archive, String place, String name, String text) {
    return archive.file("nix/store/h-" + name, text).link(place, "/nix/store/h-" + name);
  }

  /** The closure of modules: of what is built in, only the index. */
  private static Packed modules(Packed archive, String suffix) {
    return archive
        .link("lib", "/nix/store/k-linux-6.12-modules-shrunk/lib")
        .file(KERNEL + "/kernel/drivers/nvme/host/nvme.ko" + suffix, "x")
        .file(KERNEL + "/extra/zfs.ko" + suffix, "x")
        .file(KERNEL + "/modules.builtin.bin", BuiltinIndex.of(BUILT_IN))
        .file(KERNEL + "/modules.builtin.modinfo", "ext4.license=GPL\0");
  }

  private static Packed systemd(String conf, String suffix, String fstab) {
    var archive = new Packed();
    archive
        .file("nix/store/s-systemd-258.2/lib/systemd/systemd", "ELF")
        .link("init", "/nix/store/s-systemd-258.2/lib/systemd/systemd")
        .file("tmp/.keep", "systemd requires the /tmp mount point in the initrd cpio archive")
        .file("nix/store/h-initrd-fstab", fstab);
    link(archive, "etc/initrd-release", "initrd-release", "ID=nixos\nVARIANT_ID=initrd\n");
    link(archive, "etc/os-release", "os-release", "ID=nixos\n");
    link(archive, "etc/systemd/system.conf", "system.conf", conf);
    link(archive, "etc/modules-load.d/nixos.conf", "nixos.conf", "zfs\nvfio_pci\nvfio-iommu");
    return modules(archive, suffix);
  }

  /** A pool's unit in the folder of units, which is one link itself. */
  static Packed pool(Packed archive, String pool, String environment) {
    String unit = "zfs-import-" + pool + ".service";
    String script = "nix/store/u-unit-script-zfs-import-" + pool + "-start/bin/start";
    return archive
        .file(script, "#!/nix/store/b-bash/bin/bash\nset -e\n\n" + IMPORT_LIB)
        .file(
            "nix/store/u-unit-" + unit + "/" + unit,
            "[Unit]\nDescription=Import ZFS pool \""
                + pool
                + "\"\n\n[Service]\nEnvironment=\"PATH=/nix/store/c-coreutils/bin\"\n"
                + environment
                + "ExecStart=/"
                + script
                + " \nRemainAfterExit=true\nType=oneshot\n")
        .link("nix/store/v-initrd-units/" + unit, "/nix/store/u-unit-" + unit + "/" + unit);
  }

  private static Packed units(Packed archive) {
    return archive
        .file("nix/store/v-initrd-units/emergency.target", "[Unit]\n")
        .link("etc/systemd/system", "/nix/store/v-initrd-units");
  }

  /** 25.11 with systemd's stage 1: a pool that is imported by force. */
  static Packed systemd2511() {
    return units(
        pool(
            systemd(
                "[Manager]\nDefaultEnvironment="
                    + PATH
                    + "\n\nManagerEnvironment="
                    + PATH
                    + " SYSTEMD_SYSROOT_FSTAB=/nix/store/h-initrd-fstab\n",
                ".xz",
                "rpool/root / zfs x-initrd.mount,zfsutil 0 0\n"
                    + "rpool/my\\040nix /nix zfs x-initrd.mount 0 0\n"),
            "rpool",
            "Environment=\"ZFS_FORCE=-f\"\n"));
  }

  /** 26.05: settings of the manager, and a pool that is not forced. */
  static Packed systemd2605() {
    return units(
        pool(
            pool(
                systemd(
                    "[Manager]\nDefaultEnvironment="
                        + PATH
                        + "\nDefaultTimeoutStartSec=300s\nManagerEnvironment='LESS=-R -S' \\\n  \""
                        + PATH
                        + "\" SYSTEMD_LOG_LEVEL=debug"
                        + " 'SYSTEMD_SYSROOT_FSTAB=/nix/store/h-initrd-fstab'\n",
                    ".zst",
                    "rpool/root / zfs x-initrd.mount,zfsutil 0 0\n"
                        + "/dev/disk/by-uuid/9a1b /nix ext4 x-initrd.mount,noatime 0 2\n"),
                "rpool",
                "Environment=\"ZFS_FORCE=\"\n"),
            "data-2",
            "Environment=\"ZFS_FORCE=-f\"\n"));
  }

  /** 25.11's script. */
  static Packed scripted(boolean force) {
    String init =
        "#! /nix/store/e-extra-utils/bin/ash\n\ntargetRoot=/mnt-root\n"
            + "for i in zfs vfio_pci; do\n    info \"loading module $(basename $i)...\"\n"
            + "    modprobe $i\ndone\n"
            + "ZFS_FORCE=\""
            + (force ? "-f" : "")
            + "\"\n\n"
            + IMPORT_LIB
            + "echo -n \"importing root ZFS pool \\\"rpool\\\"...\"\n"
            + "poolImported \"rpool\" || poolImport \"rpool\"\n"
            + "exec 3< /nix/store/h-initrd-fsinfo\n";
    var archive = new Packed();
    link(archive, "init", "stage-1-init.sh", init);
    archive.file("nix/store/h-initrd-fsinfo", "/\nrpool/root\nzfs\nx-initrd.mount,zfsutil\n");
    return modules(archive, ".xz");
  }
}
