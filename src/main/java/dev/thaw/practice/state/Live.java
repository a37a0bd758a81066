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
  public static void start(MachineState state) {
    state.mounts.clear();
    state.lastMount = 23;
    state.lastNumber = 39;
    state.modules.clear();
    state.modules.addAll(List.of("vfat", "fat", "spl", "zfs", "nvme", "loop", "dm_mod"));
    for (ZfsPool pool : state.pools) {
      pool.imported = false;
      pool.readOnly = false;
      pool.altroot = "-";
      pool.forgetKeys();
    }
    Layers.closeAll(state);
    for (String id : IN_MEMORY) {
      state.volumes.remove(id);
    }
    // A dataset gets its number when it is mounted.
    state.volumes.values().stream()
        .filter(volume -> volume.type.equals("zfs"))
        .forEach(volume -> volume.number = Volume.NOT_MOUNTED);
    memory(state, "live", "overlay", "0:25");
    memory(state, "run", "tmpfs", "0:28");
    memory(state, "shm", "tmpfs", "0:30");
    memory(state, "tmp", "tmpfs", "0:31");
    plant(state);
    mount(state, "/proc", "proc", "proc", "rw,relatime", "rw");
    mount(state, "/sys", "sysfs", "sys", "rw,relatime", "rw");
    mount(
        state,
        "/dev",
        "dev",
        "dev",
        "rw,relatime",
        "rw,size=1487396k,nr_inodes=371849,mode=755,inode64");
    state.lastMount = 30;
    mount(
        state,
        "/",
        "overlay",
        "live",
        "rw,relatime",
        "rw,lowerdir=/run/below,upperdir=/run/ram/up,workdir=/run/ram/work,uuid=on");
    mount(state, "/run", "tmpfs", "run", "rw,relatime", "rw,mode=755,inode64");
    mount(state, "/dev/pts", "devpts", "devpts", "rw,relatime", "rw,gid=5,mode=620,ptmxmode=000");
    mount(state, "/dev/shm", "tmpfs", "shm", "rw,relatime", "rw,inode64");
    mount(state, "/tmp", "tmpfs", "tmp", "rw,relatime", "rw,inode64");
  }

  private static void memory(MachineState state, String id, String type, String number) {
    state.volumes.put(id, Volume.of(id, type, SIZE, number));
  }

  private static void mount(
      MachineState state,
      String point,
      String source,
      String volume,
      String options,
      String superOptions) {
    MountTable.add(
        state,
        state.mounts,
        point,
        source,
        volume,
        "/",
        List.of(options.split(",")),
        List.of(superOptions.split(",")));
  }

  private static void plant(MachineState state) {
    Tree tree = state.volume("live").tree();
    long now = state.now();
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
