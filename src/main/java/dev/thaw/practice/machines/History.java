package dev.thaw.practice.machines;

import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.machines.Description.Line;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.nix.NixosRebuild;
import dev.thaw.practice.nix.SystemBuild;
import dev.thaw.practice.nix.UserAccounts;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What happened to a machine, by the words of its description: files are written, systems built and
 * boot menus written by the same programs that a rescue runs.
 */
final class History {

  /** Where the machine's own filesystems are mounted meanwhile. */
  static final String ROOT = "/mnt";

  private final MachineState state;
  private final Set<String> locked = new HashSet<>();

  History(MachineState state) {
    this.state = state;
  }

  /** A filesystem is mounted. */
  void mount(Line line) {
    String source = line.word(1);
    String point = line.word(2).equals("/") ? ROOT : ROOT + line.word(2);
    MountNamespace.of(state).mkdirs(point);
    String type = state.dataset(source).isPresent() ? "-t zfs -o zfsutil " : "";
    shell(line, "mount " + type + source + " " + point);
  }

  /** Nobody has set a password for this account. */
  void locked(Line line) {
    locked.add(line.word(1));
  }

  /** Which NixOS it builds with. */
  void release(String version) {
    MountNamespace namespace = MountNamespace.of(state);
    String file = ROOT + NixosRebuild.VERSION;
    namespace.mkdirs(MountNamespace.parent(file));
    namespace.write(file, new Content.Text(version + "\n"), 0444);
  }

  /** A folder. */
  void folder(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    String path = ROOT + line.word(1);
    namespace.mkdirs(path);
    Map<String, String> pairs = line.pairs();
    MountNamespace.Spot spot = namespace.spot(path, true);
    Tree tree = state.volume(spot.mount().volume()).tree();
    Node node = tree.get(spot.inner()).orElseThrow();
    tree.put(spot.inner(), with(node, pairs));
  }

  private static Node with(Node node, Map<String, String> pairs) {
    Node changed =
        pairs.containsKey("mode") ? node.mode(Integer.parseInt(pairs.get("mode"), 8)) : node;
    return pairs.containsKey("owner")
        ? changed.owner(
            Integer.parseInt(pairs.get("owner").split(":")[0]),
            Integer.parseInt(pairs.get("owner").split(":")[1]))
        : changed;
  }

  /** A file. */
  void file(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    String path = ROOT + line.word(1);
    namespace.mkdirs(MountNamespace.parent(path));
    String text = line.block().isEmpty() ? "" : line.block() + "\n";
    namespace.put(path, with(Node.file(new Content.Text(text), 0644, state.now()), line.pairs()));
  }

  /** A link. */
  void link(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    namespace.mkdirs(MountNamespace.parent(ROOT + line.word(1)));
    namespace.put(ROOT + line.word(1), Node.link(line.word(2), state.now()));
  }

  /** A file of which only the size matters. */
  void filler(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    namespace.mkdirs(MountNamespace.parent(ROOT + line.word(1)));
    namespace.write(
        ROOT + line.word(1), new Content.Filler(line.word(1), Long.parseLong(line.word(2))), 0644);
  }

  /** A file that takes all the room that is left where it lies. */
  void fill(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    String path = ROOT + line.word(1);
    namespace.mkdirs(MountNamespace.parent(path));
    long free = state.volume(namespace.leads(path).mount().volume()).free();
    namespace.write(path, new Content.Filler(line.word(1), free), 0644);
  }

  /** A line of a file becomes another. */
  void replace(Line line) {
    MountNamespace namespace = MountNamespace.of(state);
    String path = ROOT + line.word(1);
    List<String> block = line.block().lines().toList();
    String old = block.get(0).substring(2);
    String now = block.size() > 1 ? block.get(1).substring(2) : "";
    String text = namespace.text(path);
    if (!text.contains(old)) {
      throw new IllegalArgumentException(
          "Line " + line.number() + " of the machine: " + path + " has no “" + old + "”.");
    }
    namespace.write(path, new Content.Text(text.replace(old, now)), 0644);
  }

  /** Builds a generation of this number, as nixos-rebuild does on the machine itself. */
  void rebuild(Line line) {
    MountNamespace namespace = MountNamespace.of(state).chroot(ROOT);
    SystemBuild.Built built =
        NixosRebuild.evaluate(
            namespace,
            line.words().stream().filter(word -> word.contains("#")).findFirst().orElse(""));
    built.paths().forEach(path -> NixosRebuild.install(namespace, path, built.files()));
    NixProfile.of(namespace).add(Integer.parseInt(line.word(1)), built.toplevel(), state.now());
    activate(namespace, built.toplevel());
    inside(
        line,
        "NIXOS_INSTALL_BOOTLOADER=1 " + built.toplevel() + "/bin/switch-to-configuration boot");
  }

  /** What activation leaves on the disks: /etc with links into the store. */
  private void activate(MountNamespace namespace, String toplevel) {
    long now = state.now();
    if (namespace.findLink("/etc/static").isPresent()) {
      namespace.remove("/etc/static");
    }
    namespace.put("/etc/static", Node.link(toplevel + "/etc", now));
    for (String name : namespace.list(toplevel + "/etc")) {
      if (!namespace.isDirectory(toplevel + "/etc/" + name) && !name.equals("hostid")) {
        namespace.put("/etc/" + name, Node.link("/etc/static/" + name, now));
      }
    }
    // Where the machine's description does not say otherwise, people have set a password by passwd.
    UserAccounts.activate(namespace, toplevel, name -> !locked.contains(name));
    if (namespace.isFile(toplevel + "/etc/hostid")) {
      namespace.put(
          "/etc/hostid", Node.file(namespace.content(toplevel + "/etc/hostid"), 0444, now));
    }
    for (String folder : List.of("/bin", "/dev", "/proc", "/run", "/sys", "/tmp", "/usr/bin")) {
      namespace.mkdirs(folder);
    }
  }

  /** It is started from its own disk, and is off again then; what that leaves stays. */
  void boot() {
    List<Device> open = List.copyOf(state.devices);
    Boot.of(state);
    state.devices = new ArrayList<>(open);
  }

  /** A line in a shell outside of it. */
  void shell(Line line, String text) {
    run(line, MountNamespace.of(state), text);
  }

  /** A line in a shell of the machine itself. */
  void inside(Line line, String text) {
    run(line, MountNamespace.of(state).chroot(ROOT), text);
  }

  private void run(Line line, MountNamespace namespace, String text) {
    var kept = new Invocation.Captured();
    int status =
        new Invocation(
                InstalledPrograms.TABLE,
                state,
                namespace,
                "/",
                new HashMap<>(),
                List.of("sh", "-c", text),
                new byte[0],
                kept)
            .run();
    if (status != 0 && !line.pairs().containsKey("fails")) {
      throw new IllegalArgumentException(
          "Line " + line.number() + " of the machine: " + text + ": " + kept.err);
    }
  }
}
