package dev.thaw.practice.probes;

import dev.thaw.boot.BootFormat;
import dev.thaw.machine.NulText;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.GrubSectors;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code boot.sh}: what the boot depends on beside what the survey reads. */
final class BootProbe {

  private BootProbe() {}

  static int run(Invocation invocation) {
    var answer = new Answer(invocation);
    MachineState state = invocation.state();
    List<String> words = invocation.arguments();
    answer.text(
        BootFormat.DRIVERS,
        0,
        state.devices.stream()
            .filter(device -> !device.driver.isEmpty())
            .map(device -> device.name + "\t" + device.driver + "\n")
            .collect(Collectors.joining()));
    state.devices.stream()
        .filter(device -> device.type.equals("disk"))
        .forEach(disk ->
            answer.bytes(BootFormat.STARTS + disk.name, 0, GrubSectors.of(state.core(disk))));
    Optional<MountNamespace> store = store(invocation, words.get(0), words.get(1));
    if (!words.get(5).equals("0")) {
      HealthProbe.add(answer, state);
    }
    if (store.isEmpty()) {
      answer.text(BootFormat.OPENED, 0, "there is no " + words.get(1) + "\n");
      return answer.print();
    }
    keys(answer, state, words.get(0).isEmpty() && words.get(2).equals("zfs"));
    MountNamespace namespace = store.get();
    int boots = Integer.parseInt(words.get(5));
    if (boots > 0) {
      installation(invocation, words.get(0), words.get(1))
          .ifPresent(whole -> new RememberedProbe(state, whole).add(answer, boots, words.get(7)));
    }
    int systems = Integer.parseInt(words.get(8));
    var there = new NulText();
    for (String toplevel : words.subList(9, 9 + systems)) {
      if (namespace.findLink(toplevel + "/init").isPresent()) {
        there.add(toplevel);
      }
    }
    answer.bytes(BootFormat.TOPLEVELS, 0, there.bytes());
    for (String initrd : words.subList(9 + systems, words.size())) {
      Optional<Node> node = namespace.find(initrd).filter(Node::isFile);
      answer.bytes(
          BootFormat.initrd(initrd),
          node.isPresent() ? 0 : 1,
          node.map(n -> n.content().read()).orElse(new byte[0]));
      if (words.get(4).equals("0")) {
        // It takes no time here, but that is over at once.
        break;
      }
    }
    state.volumes.remove(Assembly.EMPTY);
    return answer.print();
  }

  /** The script has imported all pools for the moment where it opened a dataset. */
  private static void keys(Answer answer, MachineState state, boolean opened) {
    List<ZfsPool> shut =
        state.pools.stream()
            .filter(pool -> opened && !pool.imported && state.named(pool.device).isPresent())
            .toList();
    shut.forEach(pool -> pool.imported = true);
    answer.program(
        BootFormat.KEYS, "zfs", "list", "-H", "-t", "filesystem", "-o", "name,encryptionroot");
    shut.forEach(pool -> pool.imported = false);
  }

  private static Optional<MountNamespace> store(Invocation invocation, String root, String source) {
    if (!root.isEmpty()) {
      return Optional.of(invocation.namespace().chroot(root));
    }
    return source(invocation.state(), source)
        .flatMap(Assembly.Source::volume)
        .map(volume -> Assembly.store(invocation.state(), volume));
  }

  private static Optional<Assembly.Source> source(MachineState state, String name) {
    return Assembly.Source.all(state, new ArrayList<>()).stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst();
  }

  /** The whole installation, with all that its fstab mounts. */
  private static Optional<Assembly> installation(
      Invocation invocation, String root, String source) {
    MachineState state = invocation.state();
    return root.isEmpty()
        ? source(state, source).flatMap(found -> Assembly.around(found, state, ""))
        : Optional.of(Assembly.inPlace(invocation.namespace().chroot(root), state, root));
  }
}
