package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.Volume;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code mount}: shows a filesystem at a directory. */
public final class MountProgram implements Program {

  private static final int FAILED = 32;
  private static final String MORE =
      "\n       dmesg(1) may have more information after failed mount system call.";

  @Override
  public int run(Invocation call) {
    Options options =
        Options.of(
            call.arguments(),
            "t= types= o= options= r read-only w rw v bind rbind make-rslave make-rprivate"
                + " make-private make-slave make-shared make-rshared mkdir source= target=");
    List<String> rest = new ArrayList<>(options.rest());
    options.value("source").ifPresent(source -> rest.addFirst(source));
    options.value("target").ifPresent(rest::add);
    if (rest.isEmpty()) {
      call.print(list(call));
      return 0;
    }
    if (options.has("make-rslave", "make-rprivate", "make-private", "make-slave", "make-shared")) {
      return 0;
    }
    List<String> wanted = wanted(options);
    if (wanted.contains("remount")) {
      return remount(call, rest.getLast(), wanted);
    }
    if (rest.size() == 1) {
      return call.fail(1, "mount: " + rest.getFirst() + ": can't find in /etc/fstab.");
    }
    String point = call.absolute(rest.get(1));
    if (!call.view().isDirectory(point) && !isBind(options, wanted)) {
      return call.fail(FAILED, "mount: " + point + ": mount point does not exist." + MORE);
    }
    String at = call.view().spot(point, true).path();
    if (isBind(options, wanted)) {
      return bind(call, rest.getFirst(), at, wanted);
    }
    String type = options.value("t", "types").orElse("");
    return switch (type) {
      case "zfs" -> dataset(call, rest.getFirst(), at, wanted);
      case "tmpfs" -> memory(call, rest.getFirst(), at, wanted);
      default -> device(call, rest.getFirst(), at, type, wanted);
    };
  }

  private static boolean isBind(Options options, List<String> wanted) {
    return options.has("bind", "rbind") || wanted.contains("bind") || wanted.contains("rbind");
  }

  private static List<String> wanted(Options options) {
    var wanted = new ArrayList<String>();
    options.all("o", "options").forEach(o -> wanted.addAll(List.of(o.split(","))));
    if (options.has("r", "read-only")) {
      wanted.add("ro");
    }
    return wanted;
  }

  private static String list(Invocation call) {
    return call.view().mounts().stream()
        .map(m ->
            m.source()
                + " on "
                + m.point()
                + " type "
                + call.computer().volume(m.volume()).type
                + " ("
                + MountTable.options(m)
                + ")\n")
        .collect(Collectors.joining());
  }

  private static int remount(Invocation call, String path, List<String> wanted) {
    List<MountEntry> mounts = call.view().mounts();
    Optional<MountEntry> mount = MountTable.top(mounts, call.view().outer(call.absolute(path)));
    if (mount.isEmpty()) {
      return call.fail(FAILED, "mount: " + path + ": mount point not mounted or bad option.");
    }
    mounts.set(
        mounts.indexOf(mount.get()), mount.get().withOption(wanted.contains("ro") ? "ro" : "rw"));
    return 0;
  }

  private static int bind(Invocation call, String from, String at, List<String> wanted) {
    MountNamespace.Spot source = call.view().spot(call.absolute(from), true);
    if (call.view().find(from).isEmpty()) {
      return call.fail(
          FAILED, "mount: " + at + ": special device " + from + " does not exist." + MORE);
    }
    MountEntry mount = source.mount();
    List<String> options = new ArrayList<>(mount.options());
    if (wanted.contains("ro")) {
      options.set(0, "ro");
    }
    MountTable.add(
        call.computer(),
        call.view().mounts(),
        call.view().outer(at),
        mount.source(),
        mount.volume(),
        source.inner(),
        options,
        mount.superOptions());
    return 0;
  }

  private static int memory(Invocation call, String source, String at, List<String> wanted) {
    MachineState computer = call.computer();
    String number = computer.nextNumber();
    String id = "tmpfs " + number;
    computer.volumes.put(id, Volume.of(id, "tmpfs", 1_523_085_312, number));
    MountTable.add(
        computer,
        call.view().mounts(),
        call.view().outer(at),
        source,
        id,
        "/",
        List.of(wanted.contains("ro") ? "ro" : "rw", "relatime"),
        List.of("rw", "inode64"));
    return 0;
  }

  private static int dataset(Invocation call, String name, String at, List<String> wanted) {
    MachineState computer = call.computer();
    Optional<ZfsPool.Dataset> dataset = computer.dataset(name);
    if (dataset.isEmpty()) {
      return call.fail(
          1, "filesystem '" + name + "' cannot be mounted, unable to open the dataset");
    }
    boolean legacy = dataset.get().mountPoint.equals("legacy");
    if (!legacy && !wanted.contains("zfsutil")) {
      return call.fail(
          1,
          "filesystem '"
              + name
              + "' cannot be mounted using 'mount'.\nUse 'zfs set mountpoint=legacy' or 'zfs mount "
              + name
              + "'.\nSee zfs(8) for more information.");
    }
    if (call.view().mounts().stream()
        .anyMatch(m -> m.point().equals(call.view().outer(at)) && m.volume().equals(name))) {
      call.complain("zfs_mount_at() failed: mountpoint or dataset is busy");
      return 2;
    }
    mountDataset(call, computer, name, call.view().outer(at), wanted.contains("ro"));
    return 0;
  }

  /** Mounts a dataset of an imported pool. */
  static void mountDataset(
      Invocation call, MachineState computer, String name, String point, boolean readOnly) {
    ZfsPool pool = computer.imported(name.split("/")[0]).orElseThrow();
    String mode = readOnly || pool.readOnly ? "ro" : "rw";
    computer.volume(name).number = computer.nextNumber();
    MountTable.add(
        computer,
        call.view().mounts(),
        point,
        name,
        name,
        "/",
        List.of(mode, "noatime"),
        List.of(mode, "xattr", "posixacl", "casesensitive"));
  }

  private static int device(
      Invocation call, String spec, String at, String type, List<String> wanted) {
    MachineState computer = call.computer();
    Optional<Device> found = computer.device(spec);
    if (found.isEmpty()) {
      return spec.contains("=")
          ? call.fail(1, "mount: " + at + ": can't find " + spec + ".")
          : call.fail(
              FAILED,
              "mount: " + at + ": fsconfig() failed: " + spec + ": Can't lookup blockdev." + MORE);
    }
    Device device = found.get();
    Optional<Volume> volume = Filesystems.on(computer, device);
    if (volume.isEmpty() && type.isEmpty() && !device.holds.isEmpty()) {
      return call.fail(
          FAILED, "mount: " + at + ": unknown filesystem type '" + device.holds + "'." + MORE);
    }
    if (volume.isEmpty() || !type.isEmpty() && !type.equals("auto") && !type.equals(device.holds)) {
      return call.fail(
          FAILED,
          "mount: "
              + at
              + ": wrong fs type, bad option, bad superblock on "
              + device.path()
              + ", missing codepage or helper program, or other error."
              + MORE);
    }
    boolean readOnly = wanted.contains("ro") || device.readOnly;
    MountTable.add(
        computer,
        call.view().mounts(),
        call.view().outer(at),
        device.path(),
        volume.get().id,
        "/",
        List.of(readOnly ? "ro" : "rw", "relatime"),
        superOptions(readOnly, device.holds, wanted));
    return 0;
  }

  private static List<String> superOptions(boolean readOnly, String type, List<String> wanted) {
    var options = new ArrayList<String>();
    options.add(readOnly ? "ro" : "rw");
    if (type.equals("vfat")) {
      for (String key : List.of("fmask", "dmask")) {
        options.add(
            wanted.stream()
                .filter(o -> o.startsWith(key + "=") || o.startsWith("umask="))
                .map(o -> key + "=" + o.substring(o.indexOf('=') + 1))
                .findFirst()
                .orElse(key + "=0022"));
      }
      options.addAll(
          List.of(
              "codepage=437", "iocharset=ascii", "shortname=mixed", "utf8", "errors=remount-ro"));
    }
    return options;
  }
}
