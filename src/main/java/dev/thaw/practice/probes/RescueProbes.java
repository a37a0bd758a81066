package dev.thaw.practice.probes;

import dev.thaw.boot.BootFormat;
import dev.thaw.machine.NulText;
import dev.thaw.machine.Probe;
import dev.thaw.nixos.MoreFormat;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Errno;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.rescue.FilesFormat;
import dev.thaw.rescue.NetworkFormat;
import dev.thaw.rescue.StateFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code state.sh}, {@code points.sh}, {@code file.sh}, {@code more.sh}, {@code leftovers.sh},
 * {@code folder.sh}, {@code network.sh} and {@code same.sh}.
 */
final class RescueProbes {

  private static final Pattern LOOK = Pattern.compile("/thaw\\.(\\d+)\\.\\d+(?:/|$)");

  private RescueProbes() {}

  static int state(Invocation invocation) {
    var answer = new Answer(invocation);
    answer.program(StateFormat.MOUNTINFO, "cat", "/proc/self/mountinfo");
    answer.program(StateFormat.POOLS, "zpool", "list", "-Hp", "-o", StateFormat.POOL_COLUMNS);
    MachineState state = invocation.state();
    answer.text(StateFormat.ENDED, 0, ended(state));
    String mapped =
        state.devices.stream()
            .filter(device -> !device.mapped.isEmpty())
            .map(device -> device.mappedUuid + "\t" + device.mapped + "\n")
            .collect(Collectors.joining());
    answer.text(StateFormat.MAPPED, mapped.isEmpty() ? 1 : 0, mapped);
    answer.text(StateFormat.BASES, 0, bases(state));
    if (state.arrays.stream().anyMatch(array -> Layers.device(state, array).isPresent())) {
      answer.program(StateFormat.ARRAYS, "mdadm", "--detail", "--scan");
    }
    if (invocation.arguments().contains(StateFormat.BUSY)
        && invocation.namespace().isMountPoint(invocation.arguments().getFirst())) {
      answer.text(StateFormat.HOLDERS, 0, "");
    }
    return answer.print();
  }

  /** What each volume lies on: the container or the array, as it is called to close it. */
  private static String bases(MachineState state) {
    var lines = new StringBuilder();
    for (Device volume : state.devices) {
      if (volume.type.equals("lvm")) {
        state
            .named(volume.parent)
            .filter(Device::isLayer)
            .map(below -> below.mapped.isEmpty() ? "/dev/" + below.alias : below.mapped)
            .ifPresent(
                below -> lines.append(volume.mapped).append('\t').append(below).append('\n'));
      }
    }
    return lines.toString();
  }

  /** No process of another look runs on a practice machine: what is in such a folder was left. */
  private static String ended(MachineState state) {
    return Stream.concat(
            state.mounts.stream().map(MountEntry::point),
            state.pools.stream().filter(pool -> pool.imported).map(pool -> pool.altroot))
        .map(LOOK::matcher)
        .filter(Matcher::find)
        .map(look -> look.group(1) + "\n")
        .distinct()
        .collect(Collectors.joining());
  }

  static int points(Invocation invocation) {
    var answer = new Answer(invocation);
    String root = invocation.arguments().getFirst();
    for (String point : invocation.arguments().subList(1, invocation.arguments().size())) {
      inside(answer, invocation, point, root, point);
    }
    return answer.print();
  }

  static int file(Invocation invocation) {
    var answer = new Answer(invocation);
    Optional<String> path =
        inside(
            answer,
            invocation,
            FilesFormat.PATH,
            invocation.arguments().get(0),
            invocation.arguments().get(1));
    if (path.isPresent()) {
      answer.program(FilesFormat.CONTENT, "cat", "--", path.get());
    }
    return answer.print();
  }

  static int more(Invocation invocation) {
    var answer = new Answer(invocation);
    String root = invocation.arguments().getFirst().replaceFirst("/$", "");
    MountNamespace inside = invocation.namespace().chroot(root);
    for (int i = 1; i < invocation.arguments().size(); i++) {
      String path = invocation.arguments().get(i);
      if (inside.find(path).isEmpty()) {
        continue;
      }
      String place = inside.leads(path).path();
      answer.text(MoreFormat.place(i), 0, root + place);
      if (inside.isDirectory(place)) {
        var names = new NulText();
        for (String name : inside.list(place)) {
          Node node = inside.findLink(place + "/" + name).orElseThrow();
          names.add(node.isDirectory() ? "d" : node.isLink() ? "l" : "f", name);
        }
        answer.bytes(MoreFormat.list(i), 0, names.bytes());
      } else {
        byte[] content = inside.content(place).read();
        answer.text(MoreFormat.size(i), 0, content.length + "\n");
        answer.bytes(
            MoreFormat.content(i),
            0,
            content.length <= MoreFormat.LIMIT
                ? content
                : Arrays.copyOf(content, MoreFormat.LIMIT));
      }
    }
    return answer.print();
  }

  static int leftovers(Invocation invocation) {
    var left = new NulText();
    List<String> words = invocation.arguments();
    MountNamespace namespace = invocation.namespace();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      String file = words.get(i);
      String backup = words.get(i + 1);
      String folder = MountNamespace.parent(file);
      for (String name : namespace.list(folder)) {
        if (name.matches("\\.thaw\\.[^/]{6}") && namespace.isFile(folder + "/" + name)) {
          left.add(folder + "/" + name);
        }
      }
      if (!backup.isEmpty()
          && namespace.isFile(backup)
          && namespace.isFile(file)
          && Arrays.equals(namespace.content(backup).read(), namespace.content(file).read())) {
        left.add(backup);
      }
    }
    var answer = new Answer(invocation);
    answer.bytes(FilesFormat.LEFT, 0, left.bytes());
    return answer.print();
  }

  static int folder(Invocation invocation) {
    var sections = new Answer(invocation);
    String root = invocation.arguments().get(0);
    inside(new Answer(invocation), invocation, "folder", root, invocation.arguments().get(1))
        .ifPresent(folder -> sections.program(FilesFormat.NAMES, "ls", "-1Ap", "--", folder + "/"));
    return sections.print();
  }

  /** Where a path leads when {@code root} is taken as {@code /}; empty on a loop of links. */
  private static Optional<String> inside(
      Answer answer, Invocation invocation, String name, String root, String path) {
    try {
      String leads = invocation.namespace().chroot(root).leads(path).path();
      String all = root + (leads.equals("/") ? "" : leads);
      answer.text(name, 0, all);
      return Optional.of(all);
    } catch (Errno e) {
      answer.text(name, 1, "");
      return Optional.empty();
    }
  }

  static int network(Invocation invocation) {
    var answer = new Answer(invocation);
    answer.program(NetworkFormat.ROUTE, "ip", "-4", "route", "show", "default");
    for (String host : invocation.arguments()) {
      if (answer.program(NetworkFormat.names(host), "getent", "ahosts", host).ok()) {
        answer.program(
            NetworkFormat.cache(host),
            "curl",
            "-sSfI",
            "--max-time",
            "8",
            "https://" + host + "/nix-cache-info");
      }
    }
    return answer.print();
  }

  static int same(Invocation invocation) {
    var answer = new Answer(invocation);
    List<String> words = invocation.arguments();
    String root = words.get(1).replaceFirst("/$", "");
    MountNamespace inside = invocation.namespace().chroot(root);
    for (int i = 2; i + 3 < words.size(); i += 4) {
      String name = words.get(i);
      String store = words.get(i + 2);
      String copy = words.get(i + 3);
      String at = root + inside.leads(copy).path();
      if (invocation.namespace().isFile(at)) {
        answer.text(BootFormat.at(name), 0, at);
      }
      answer.add(name, compare(invocation.namespace(), words.get(i + 1), root, root + store, at));
    }
    return answer.print();
  }

  private static Probe.Section compare(
      MountNamespace namespace, String how, String root, String store, String copy) {
    boolean there = namespace.isFile(copy);
    if (how.equals("there")) {
      boolean holds = there && namespace.content(copy).size() > 0;
      return new Probe.Section(holds ? 0 : 1, new byte[0], new byte[0]);
    }
    if (how.equals("named") && there) {
      String name = store.substring((root + "/nix/store").length());
      boolean named = namespace.content(copy).string().contains(name);
      return new Probe.Section(named ? 0 : 1, new byte[0], new byte[0]);
    }
    if (!there || !namespace.isFile(store)) {
      byte[] why =
          ("cmp: " + (namespace.isFile(store) ? copy : store) + ": No such file or directory\n")
              .getBytes(StandardCharsets.UTF_8);
      return new Probe.Section(2, new byte[0], why);
    }
    Content original = namespace.content(store);
    Content other = namespace.content(copy);
    boolean same =
        switch (how) {
          case "begins" ->
              original.equals(other)
                  || java.util.Arrays.equals(
                      original.read(),
                      java.util.Arrays.copyOf(other.read(), (int) original.size()));
          default ->
              original.equals(other)
                  || original.size() == other.size()
                      && java.util.Arrays.equals(original.read(), other.read());
        };
    return new Probe.Section(same ? 0 : 1, new byte[0], new byte[0]);
  }
}
