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
  public int run(Invocation invocation) {
    Options options =
        Options.of(
            invocation.arguments(),
            "t= types= o= options= r read-only w rw v bind rbind make-rslave make-rprivate"
                + " make-private make-slave make-shared make-rshared mkdir source= target=");
    List<String> rest = new ArrayList<>(options.rest());
    options.value("source").ifPresent(source -> rest.addFirst(source));
    options.value("target").ifPresent(rest::add);
    if (rest.isEmpty()) {
      invocation.print(list(invocation));
      return 0;
    }
    if (options.has("make-rslave", "make-rprivate", "make-private", "make-slave", "make-shared")) {
      return 0;
    }
    List<String> wanted = wanted(options);
    if (wanted.contains("remount")) {
      return remount(invocation, rest.getLast(), wanted);
    }
    if (rest.size() == 1) {
      return invocation.fail(1, "mount: " + rest.getFirst() + ": can't find in /etc/fstab.");
    }
    String point = invocation.absolute(rest.get(1));
    if (!invocation.namespace().isDirectory(point) && !isBind(options, wanted)) {
      return invocation.fail(FAILED, "mount: " + point + ": mount point does not exist." + MORE);
    }
    String at = invocation.namespace().spot(point, true).path();
    if (isBind(options, wanted)) {
      return bind(invocation, rest.getFirst(), at, wanted);
    }
    String type = options.value("t", "types").orElse("");
    return switch (type) {
      case "zfs" -> dataset(invocation, rest.getFirst(), at, wanted);
      case "tmpfs" -> memory(invocation, rest.getFirst(), at, wanted);
      default -> device(invocation, rest.getFirst(), at, type, wanted);
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

  private static String list(Invocation invocation) {
    return invocation.namespace().mounts().stream()
        .map(m ->
            m.source()
                + " on "
                + m.point()
                + " type "
                + invocation.state().volume(m.volume()).type
                + " ("
                + MountTable.options(m)
                + ")\n")
        .collect(Collectors.joining());
  }

  private static int remount(Invocation invocation, String path, List<String> wanted) {
    List<MountEntry> mounts = invocation.namespace().mounts();
    Optional<MountEntry> mount =
        MountTable.top(mounts, invocation.namespace().outer(invocation.absolute(path)));
    if (mount.isEmpty()) {
      return invocation.fail(FAILED, "mount: " + path + ": mount point not mounted or bad option.");
    }
    mounts.set(
        mounts.indexOf(mount.get()), mount.get().withOption(wanted.contains("ro") ? "ro" : "rw"));
    return 0;
  }

  private static int bind(Invocation invocation, String from, String at, List<String> wanted) {
    MountNamespace.Spot source = invocation.namespace().spot(invocation.absolute(from), true);
    if (invocation.namespace().find(from).isEmpty()) {
      return invocation.fail(
          FAILED, "mount: " + at + ": special device " + from + " does not exist." + MORE);
    }
    MountEntry mount = source.mount();
    List<String> options = new ArrayList<>(mount.options());
    if (wanted.contains("ro")) {
      options.set(0, "ro");
    }
    MountTable.add(
        invocation.state(),
        invocation.namespace().mounts(),
        invocation.namespace().outer(at),
        mount.source(),
        mount.volume(),
        source.inner(),
        options,
        mount.superOptions());
    return 0;
  }

  private static int memory(Invocation invocation, String source, String at, List<String> wanted) {
    MachineState state = invocation.state();
    String number = state.nextNumber();
    String id = "tmpfs " + number;
    state.volumes.put(id, Volume.of(id, "tmpfs", 1_523_085_312, number));
    MountTable.add(
        state,
        invocation.namespace().mounts(),
        invocation.namespace().outer(at),
        source,
        id,
        "/",
        List.of(wanted.contains("ro") ? "ro" : "rw", "relatime"),
        List.of("rw", "inode64"));
    return 0;
  }

  private static int dataset(Invocation invocation, String name, String at, List<String> wanted) {
    MachineState state = invocation.state();
    Optional<ZfsPool.Dataset> dataset = state.dataset(name);
    if (dataset.isEmpty()) {
      return invocation.fail(1, unopened(name));
    }
    boolean legacy = dataset.get().mountPoint.equals("legacy");
    if (!legacy && !wanted.contains("zfsutil")) {
      return invocation.fail(
          1,
          "filesystem '"
              + name
              + "' cannot be mounted using 'mount'.\nUse 'zfs set mountpoint=legacy' or 'zfs mount "
              + name
              + "'.\nSee zfs(8) for more information.");
    }
    if (state.poolOf(dataset.get()).isLocked(dataset.get())) {
      return wanted.contains("zfsutil")
          ? invocation.fail(2, "zfs_mount_at() failed: encryption key not loaded")
          : invocation.fail(1, locked(name));
    }
    if (invocation.namespace().mounts().stream()
        .anyMatch(
            m -> m.point().equals(invocation.namespace().outer(at)) && m.volume().equals(name))) {
      invocation.complain("zfs_mount_at() failed: mountpoint or dataset is busy");
      return 2;
    }
    mountDataset(invocation, state, name, invocation.namespace().outer(at), wanted.contains("ro"));
    return 0;
  }

  /** What mount says of a dataset that is not there. */
  public static String unopened(String dataset) {
    return "filesystem '" + dataset + "' cannot be mounted, unable to open the dataset";
  }

  /** What mount says of a dataset that the kernel does not open without its key. */
  public static String locked(String dataset) {
    return "filesystem '" + dataset + "' can not be mounted: Permission denied";
  }

  /** Mounts a dataset of an imported pool. */
  static void mountDataset(
      Invocation invocation, MachineState state, String name, String point, boolean readOnly) {
    ZfsPool pool = state.imported(name.split("/")[0]).orElseThrow();
    String mode = readOnly || pool.readOnly ? "ro" : "rw";
    state.volume(name).number = state.nextNumber();
    MountTable.add(
        state,
        invocation.namespace().mounts(),
        point,
        name,
        name,
        "/",
        List.of(mode, "noatime"),
        List.of(mode, "xattr", "posixacl", "casesensitive"));
  }

  private static int device(
      Invocation invocation, String spec, String at, String type, List<String> wanted) {
    MachineState state = invocation.state();
    Optional<Device> found = state.device(spec);
    if (found.isEmpty()) {
      return spec.contains("=")
          ? invocation.fail(1, "mount: " + at + ": can't find " + spec + ".")
          : invocation.fail(
              FAILED,
              "mount: " + at + ": fsconfig() failed: " + spec + ": Can't lookup blockdev." + MORE);
    }
    Device device = found.get();
    Optional<Volume> volume = Filesystems.on(state, device);
    if (volume.isEmpty() && type.isEmpty() && !device.holds.isEmpty()) {
      return invocation.fail(
          FAILED, "mount: " + at + ": unknown filesystem type '" + device.holds + "'." + MORE);
    }
    if (volume.isEmpty() || !type.isEmpty() && !type.equals("auto") && !type.equals(device.holds)) {
      return invocation.fail(
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
        state,
        invocation.namespace().mounts(),
        invocation.namespace().outer(at),
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
