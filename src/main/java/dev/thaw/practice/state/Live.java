package dev.thaw.practice.state;

import java.util.List;

/** The live system: what the machine was started with, and forgets when it is switched off. */
public final class Live {

  /** What the live system calls itself. */
  public static final String HOST = "nixos";

  private static final byte[] HOST_ID = {0x49, (byte) 0xe3, 0x25, (byte) 0x84};
  private static final List<String> IN_MEMORY = List.of("live", "run", "tmp", "shm");
  private static final long SIZE = 1_932_735_283;

  private Live() {}

  /** Whether a filesystem is the live system's own, and not on the machine's disks. */
  public static boolean isOwn(String volume) {
    return IN_MEMORY.contains(volume) || KernelFilesystems.isGenerated(volume);
  }

  /** Starts the live system: nothing of the machine's own is mounted, imported or open. */
  public static void start(MachineState computer) {
    computer.mounts.clear();
    computer.lastMount = 23;
    computer.lastNumber = 39;
    computer.modules.clear();
    computer.modules.addAll(List.of("vfat", "fat", "spl", "zfs", "nvme", "loop", "dm_mod"));
    for (ZfsPool pool : computer.pools) {
      pool.imported = false;
      pool.readOnly = false;
      pool.altroot = "-";
    }
    computer.devices.removeIf(device -> {
      if (!device.mapped.isEmpty()) {
        computer.volumes.remove("/dev/" + device.name + ":empty");
      }
      return !device.mapped.isEmpty();
    });
    for (String id : IN_MEMORY) {
      computer.volumes.remove(id);
    }
    // A dataset gets its number when it is mounted.
    computer.volumes.values().stream()
        .filter(volume -> volume.type.equals("zfs"))
        .forEach(volume -> volume.number = Volume.NOT_MOUNTED);
    memory(computer, "live", "overlay", "0:25");
    memory(computer, "run", "tmpfs", "0:28");
    memory(computer, "shm", "tmpfs", "0:30");
    memory(computer, "tmp", "tmpfs", "0:31");
    plant(computer);
    mount(computer, "/proc", "proc", "proc", "rw,relatime", "rw");
    mount(computer, "/sys", "sysfs", "sys", "rw,relatime", "rw");
    mount(
        computer,
        "/dev",
        "dev",
        "dev",
        "rw,relatime",
        "rw,size=1487396k,nr_inodes=371849,mode=755,inode64");
    computer.lastMount = 30;
    mount(
        computer,
        "/",
        "overlay",
        "live",
        "rw,relatime",
        "rw,lowerdir=/run/below,upperdir=/run/ram/up,workdir=/run/ram/work,uuid=on");
    mount(computer, "/run", "tmpfs", "run", "rw,relatime", "rw,mode=755,inode64");
    mount(
        computer, "/dev/pts", "devpts", "devpts", "rw,relatime", "rw,gid=5,mode=620,ptmxmode=000");
    mount(computer, "/dev/shm", "tmpfs", "shm", "rw,relatime", "rw,inode64");
    mount(computer, "/tmp", "tmpfs", "tmp", "rw,relatime", "rw,inode64");
  }

  private static void memory(MachineState computer, String id, String type, String number) {
    computer.volumes.put(id, Volume.of(id, type, SIZE, number));
  }

  private static void mount(
      MachineState computer,
      String point,
      String source,
      String volume,
      String options,
      String superOptions) {
    MountTable.add(
        computer,
        computer.mounts,
        point,
        source,
        volume,
        "/",
        List.of(options.split(",")),
        List.of(superOptions.split(",")));
  }

  private static void plant(MachineState computer) {
    Tree tree = computer.volume("live").tree();
    long now = computer.now();
    for (String directory :
        List.of(
            "/bin", "/dev", "/etc", "/home", "/media", "/mnt", "/nix", "/proc", "/root", "/run",
            "/sys", "/tmp", "/usr", "/var")) {
      tree.plant(directory, Node.directory(now));
    }
    tree.plant("/etc/hostid", Node.file(new Content.Bytes(HOST_ID), 0644, now));
    tree.plant("/etc/hostname", text(HOST + "\n", now));
    tree.plant("/etc/resolv.conf", text("nameserver 10.0.2.3\n", now));
    tree.plant(
        "/etc/os-release",
        text(
            """
            ID=nixos
            NAME="NixOS (practice)"
            PRETTY_NAME="the live image of a practice machine"
            """,
            now));
  }

  private static Node text(String text, long now) {
    return Node.file(new Content.Text(text), 0644, now);
  }
}
