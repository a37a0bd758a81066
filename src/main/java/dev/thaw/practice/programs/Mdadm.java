package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.RaidArray;
import java.util.List;
import java.util.Optional;

/** {@code mdadm}: looks at arrays, assembles and stops them. */
public final class Mdadm implements Program {

  private static final String KNOWN =
      "A assemble E examine D detail S stop R run s scan v verbose Q query uuid= u= name= N= o"
          + " readonly export no-degraded";

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), KNOWN);
    List<String> words = options.rest();
    if (options.has("A", "assemble")) {
      return assemble(invocation, options, words);
    }
    if (options.has("S", "stop")) {
      return stop(invocation, options, words);
    }
    if (options.has("R", "run")) {
      // An array waits for nothing here: what is assembled runs.
      return words.stream().allMatch(name -> named(invocation, name).isPresent())
          ? 0
          : invocation.fail(
              1, "mdadm: error opening " + words.getFirst() + ": No such file or directory");
    }
    if (options.has("E", "examine")) {
      return options.has("s", "scan")
          ? scan(invocation, options, false)
          : examine(invocation, words);
    }
    if (options.has("D", "detail")) {
      return options.has("s", "scan") ? scan(invocation, options, true) : detail(invocation, words);
    }
    return invocation.fail(
        2,
        "mdadm: the practice machine's mdadm knows only: --assemble, --stop, --run, --examine,"
            + " --detail");
  }

  private static String device(RaidArray array) {
    return "/dev/md/" + array.name;
  }

  private static Optional<RaidArray> named(Invocation invocation, String path) {
    MachineState state = invocation.state();
    return state.arrays.stream()
        .filter(array ->
            Layers.device(state, array)
                .filter(device -> state.device(path).filter(device::equals).isPresent())
                .isPresent())
        .findFirst();
  }

  // ---- assembled, stopped

  private static int assemble(Invocation invocation, Options options, List<String> words) {
    MachineState state = invocation.state();
    Optional<String> uuid = options.value("uuid", "u");
    List<String> members = words.isEmpty() ? words : words.subList(1, words.size());
    List<RaidArray> meant =
        state.arrays.stream()
            .filter(array -> Layers.members(state, array).stream().findAny().isPresent())
            .filter(array ->
                uuid.isPresent()
                    ? uuid.get().equals(array.uuid)
                    : words.isEmpty()
                        || members.isEmpty() && words.getFirst().equals(device(array))
                        || members.stream().anyMatch(path -> isOn(state, array, path)))
            .toList();
    if (meant.isEmpty()) {
      return invocation.fail(
          1,
          words.isEmpty()
              ? "mdadm: No arrays found in config file or automatically"
              : "mdadm: no devices found for " + words.getFirst());
    }
    int status = 0;
    for (RaidArray array : meant) {
      status = Math.max(status, assemble(invocation, array, options, members));
    }
    return status;
  }

  private static boolean isOn(MachineState state, RaidArray array, String path) {
    return state.device(path).filter(device -> array.members.contains(device.name)).isPresent();
  }

  private static int assemble(
      Invocation invocation, RaidArray array, Options options, List<String> only) {
    MachineState state = invocation.state();
    if (Layers.device(state, array).isPresent()) {
      return invocation.fail(
          1,
          "mdadm: Found some drive for an array that is already active: "
              + device(array)
              + "\nmdadm: giving up.");
    }
    List<Device> members =
        Layers.members(state, array).stream()
            .filter(device ->
                only.isEmpty()
                    || only.stream()
                        .anyMatch(path -> state.device(path).filter(device::equals).isPresent()))
            .toList();
    String count = members.size() + (members.size() == 1 ? " drive" : " drives");
    boolean whole = members.size() == array.devices;
    if (!whole && !only.isEmpty() && !options.has("R", "run")) {
      return invocation.fail(
          1,
          "mdadm: %s assembled from %s - need all %d to start it (use --run to insist)."
              .formatted(device(array), count, array.devices));
    }
    Layers.assemble(state, array, members);
    invocation.complain(
        "mdadm: %s has been started with %s%s.\n"
            .formatted(device(array), count, whole ? "" : " (out of " + array.devices + ")"));
    return 0;
  }

  private static int stop(Invocation invocation, Options options, List<String> words) {
    MachineState state = invocation.state();
    List<String> paths =
        options.has("s", "scan")
            ? state.arrays.stream()
                .filter(array -> Layers.device(state, array).isPresent())
                .map(Mdadm::device)
                .toList()
            : words;
    int status = 0;
    for (String path : paths) {
      Optional<Device> device =
          named(invocation, path).flatMap(array -> Layers.device(state, array));
      if (device.isEmpty()) {
        status = invocation.fail(1, "mdadm: error opening " + path + ": No such file or directory");
      } else if (!state.mountPoints(Filesystems.id(device.get())).isEmpty()
          || !state.children(device.get()).isEmpty()) {
        status =
            invocation.fail(
                1,
                "mdadm: Cannot get exclusive access to "
                    + path
                    + ":Perhaps a running process, mounted filesystem or active volume group?");
      } else {
        state.devices.remove(device.get());
        invocation.complain("mdadm: stopped " + path + "\n");
      }
    }
    return status;
  }

  // ---- looked at

  /** An array a line: by what its members say, or what is assembled. */
  private static int scan(Invocation invocation, Options options, boolean assembled) {
    MachineState state = invocation.state();
    boolean verbose = options.has("v", "verbose");
    for (RaidArray array : state.arrays) {
      List<Device> members = Layers.members(state, array);
      Optional<Device> device = Layers.device(state, array);
      if (assembled ? device.isEmpty() : members.isEmpty()) {
        continue;
      }
      String level = verbose ? "level=raid1 " : "";
      String count = verbose ? "num-devices=" + array.devices + " " : "";
      String name = "name=" + array.host + ":" + array.name;
      invocation.line(
          assembled
              ? "ARRAY %s %s%smetadata=1.2 %s UUID=%s"
                  .formatted(device(array), level, count, name, array.uuid)
              : "ARRAY %s  %smetadata=1.2 %sUUID=%s %s"
                  .formatted(device(array), level, count, array.uuid, name));
      if (verbose) {
        List<Device> shown = assembled ? parts(state, device.orElseThrow()) : members;
        invocation.line(
            "   devices=" + String.join(",", shown.stream().map(Device::path).toList()));
      }
    }
    return 0;
  }

  /** What an assembled array runs of. */
  private static List<Device> parts(MachineState state, Device device) {
    return state.devices.stream()
        .filter(each -> each.name.equals(device.parent) || device.others.contains(each.name))
        .toList();
  }

  private static int examine(Invocation invocation, List<String> paths) {
    MachineState state = invocation.state();
    int status = 0;
    for (String path : paths) {
      Optional<RaidArray> array =
          state.arrays.stream().filter(each -> isOn(state, each, path)).findFirst();
      if (array.isEmpty()) {
        status = invocation.fail(1, "mdadm: No md superblock detected on " + path + ".");
        continue;
      }
      invocation.print(
          """
          %s:
                    Magic : a92b4efc
                  Version : 1.2
              Feature Map : 0x0
               Array UUID : %s
                     Name : %s:%s
               Raid Level : raid1
             Raid Devices : %d
                    State : clean
          """
              .formatted(
                  path, array.get().uuid, array.get().host, array.get().name, array.get().devices));
    }
    return status;
  }

  private static int detail(Invocation invocation, List<String> paths) {
    MachineState state = invocation.state();
    int status = 0;
    for (String path : paths) {
      Optional<RaidArray> array = named(invocation, path);
      if (array.isEmpty()) {
        status = invocation.fail(1, "mdadm: cannot open " + path + ": No such file or directory");
        continue;
      }
      Device device = Layers.device(state, array.get()).orElseThrow();
      List<Device> parts = parts(state, device);
      boolean whole = parts.size() == array.get().devices;
      invocation.print(
          """
          %s:
                     Version : 1.2
                  Raid Level : raid1
                  Array Size : %d
                Raid Devices : %d
               Total Devices : %d
                 Persistence : Superblock is persistent

                       State : %s
              Active Devices : %d
             Working Devices : %d
              Failed Devices : 0
               Spare Devices : 0

                        Name : %s:%s
                        UUID : %s

              Number   Major   Minor   RaidDevice State
          """
              .formatted(
                  path,
                  device.size / 1024,
                  array.get().devices,
                  parts.size(),
                  whole ? "clean" : "clean, degraded",
                  parts.size(),
                  parts.size(),
                  array.get().host,
                  array.get().name,
                  array.get().uuid));
      rows(invocation, array.get(), parts);
    }
    return status;
  }

  private static void rows(Invocation invocation, RaidArray array, List<Device> parts) {
    for (int i = 0; i < array.members.size(); i++) {
      String name = array.members.get(i);
      Optional<Device> part = parts.stream().filter(each -> each.name.equals(name)).findFirst();
      String[] number = part.map(each -> each.number).orElse("0:0").split(":");
      invocation.line(
          "%8s%8s%9s%9d      %s"
              .formatted(
                  part.isPresent() ? i : "-",
                  number[0],
                  number[1],
                  i,
                  part.map(each -> "active sync   " + each.path()).orElse("removed")));
    }
  }
}
