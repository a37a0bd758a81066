package dev.thaw.practice.state;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The filesystems that the kernel makes up when they are read: {@code /dev}, {@code /proc}. */
public final class KernelFilesystems {

  /** The kernel that the live image runs. */
  public static final String VERSION = "6.12.107";

  private static final Set<String> GENERATED = Set.of("dev", "proc", "sys", "devpts");

  private KernelFilesystems() {}

  static boolean isGenerated(String volume) {
    return GENERATED.contains(volume);
  }

  /** The filesystem of that id without its files: its type and number. */
  static Volume frame(String id) {
    return switch (id) {
      case "dev" -> Volume.of(id, "devtmpfs", 1_523_085_312, "0:6");
      case "proc" -> Volume.of(id, "proc", 0, "0:22");
      case "sys" -> Volume.of(id, "sysfs", 0, "0:23");
      case "devpts" -> Volume.of(id, "devpts", 0, "0:29");
      default -> throw new IllegalStateException("There is no filesystem " + id + ".");
    };
  }

  /** The filesystem of that id, as it is now. */
  static Volume volume(MachineState state, String id) {
    Volume volume = frame(id);
    switch (id) {
      case "dev" -> dev(state, volume.tree());
      case "proc" -> proc(state, volume.tree());
      case "sys" -> sys(state, volume.tree());
      default -> {}
    }
    return volume;
  }

  private static void dev(MachineState state, Tree tree) {
    long time = 0;
    for (String name : List.of("null", "zero", "full", "random", "urandom", "tty", "console")) {
      tree.plant("/" + name, new Node('c', 0666, 0, 0, time, Content.Text.EMPTY));
    }
    tree.plant("/pts", Node.directory(time));
    tree.plant("/shm", Node.directory(time).mode(01777));
    for (Device device : state.devices) {
      tree.plant("/" + device.name, new Node('b', 0660, 0, 6, time, Content.Text.EMPTY));
      if (!device.mapped.isEmpty()) {
        tree.plant("/mapper/" + device.mapped, Node.link("../" + device.name, time));
      }
    }
    DeviceLinks.of(state)
        .links()
        .forEach((path, name) ->
            tree.plant(
                path.substring("/dev".length()),
                Node.link((path.startsWith("/dev/disk/") ? "../../" : "../") + name, time)));
  }

  private static void proc(MachineState state, Tree tree) {
    String info = state.mounts.stream().map(m -> infoLine(state, m)).collect(lines());
    tree.plant("/self/mountinfo", file(info));
    String mounts =
        state.mounts.stream()
            .map(m ->
                String.join(
                    " ",
                    m.source(),
                    escape(m.point()),
                    state.frame(m.volume()).type,
                    MountTable.options(m),
                    "0 0"))
            .collect(lines());
    tree.plant("/mounts", file(mounts));
    tree.plant("/self/mounts", file(mounts));
    tree.plant(
        "/cmdline", file("BOOT_IMAGE=/boot/bzImage init=/nix/store/live/init root=LABEL=live\n"));
    tree.plant("/mdstat", file(mdstat(state)));
    tree.plant("/version", file("Linux version " + VERSION + "\n"));
    tree.plant("/sys/kernel/hostname", file(Live.HOST + "\n"));
  }

  /** What the kernel says of the arrays that run. */
  private static String mdstat(MachineState state) {
    List<RaidArray> running =
        state.arrays.stream().filter(array -> Layers.device(state, array).isPresent()).toList();
    var text = new StringBuilder("Personalities : ");
    text.append(running.isEmpty() ? "\n" : "[raid1] \n");
    for (RaidArray array : running) {
      Device device = Layers.device(state, array).orElseThrow();
      List<Device> parts = Layers.members(state, array).stream().filter(device::liesOn).toList();
      text.append(device.name).append(" : active raid1");
      var marks = new StringBuilder();
      for (int i = array.members.size() - 1; i >= 0; i--) {
        String name = array.members.get(i);
        boolean there = parts.stream().anyMatch(part -> part.name.equals(name));
        text.append(there ? " " + name + "[" + i + "]" : "");
        marks.insert(0, there ? "U" : "_");
      }
      text.append(
          "\n      %d blocks super 1.2 [%d/%d] [%s]\n      \n"
              .formatted(device.size / 1024, array.devices, parts.size(), marks));
    }
    return text + "unused devices: <none>\n";
  }

  private static void sys(MachineState state, Tree tree) {
    for (String module : state.modules) {
      tree.plant("/module/" + module, Node.directory(0));
    }
    if (state.efi) {
      tree.plant("/firmware/efi/efivars", Node.directory(0));
    }
    tree.plant("/block", Node.directory(0));
  }

  /** A mount as {@code /proc/self/mountinfo} has it. */
  static String infoLine(MachineState state, MountEntry mount) {
    Volume volume = state.frame(mount.volume());
    int parent =
        state.mounts.stream()
            .filter(other -> other != mount && other.covers(mount.point()))
            .reduce((a, b) -> b.point().length() >= a.point().length() ? b : a)
            .map(MountEntry::id)
            .orElse(1);
    return String.join(
        " ",
        Integer.toString(mount.id()),
        Integer.toString(mount.point().equals("/") ? 1 : parent),
        volume.number,
        escape(mount.below()),
        escape(mount.point()),
        String.join(",", mount.options()),
        "shared:" + (mount.id() - 20),
        "-",
        volume.type,
        escape(mount.source()),
        String.join(",", mount.superOptions()));
  }

  private static String escape(String text) {
    return text.replace("\\", "\\134").replace(" ", "\\040").replace("\n", "\\012");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> lines() {
    return Collectors.joining("\n", "", "\n");
  }

  private static Node file(String text) {
    return new Node('f', 0444, 0, 0, 0, new Content.Text(text));
  }
}
