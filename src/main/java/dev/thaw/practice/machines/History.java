package dev.thaw.practice.machines;

import dev.thaw.practice.machines.Description.Line;
import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.nix.NixosRebuild;
import dev.thaw.practice.nix.SystemBuild;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to a machine, by the words of its description: files are written, systems built and
 * boot menus written by the same programs that a rescue runs.
 */
final class History {

  /** Where the machine's own filesystems are mounted meanwhile. */
  static final String ROOT = "/mnt";

  private final MachineState computer;

  History(MachineState computer) {
    this.computer = computer;
  }

  /** A filesystem is mounted. */
  void mount(Line line) {
    String source = line.word(1);
    String point = line.word(2).equals("/") ? ROOT : ROOT + line.word(2);
    MountNamespace.of(computer).mkdirs(point);
    String type = computer.dataset(source).isPresent() ? "-t zfs -o zfsutil " : "";
    shell(line, "mount " + type + source + " " + point);
  }

  /** Which NixOS it builds with. */
  void release(String version) {
    MountNamespace view = MountNamespace.of(computer);
    String file = ROOT + NixosRebuild.VERSION;
    view.mkdirs(MountNamespace.parent(file));
    view.write(file, new Content.Text(version + "\n"), 0444);
  }

  /** A folder. */
  void folder(Line line) {
    MountNamespace view = MountNamespace.of(computer);
    String path = ROOT + line.word(1);
    view.mkdirs(path);
    Map<String, String> pairs = line.pairs();
    MountNamespace.Spot spot = view.spot(path, true);
    Tree tree = computer.volume(spot.mount().volume()).tree();
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
    MountNamespace view = MountNamespace.of(computer);
    String path = ROOT + line.word(1);
    view.mkdirs(MountNamespace.parent(path));
    String text = line.block().isEmpty() ? "" : line.block() + "\n";
    view.put(path, with(Node.file(new Content.Text(text), 0644, computer.now()), line.pairs()));
  }

  /** A link. */
  void link(Line line) {
    MountNamespace view = MountNamespace.of(computer);
    view.mkdirs(MountNamespace.parent(ROOT + line.word(1)));
    view.put(ROOT + line.word(1), Node.link(line.word(2), computer.now()));
  }

  /** A file of which only the size matters. */
  void filler(Line line) {
    MountNamespace view = MountNamespace.of(computer);
    view.mkdirs(MountNamespace.parent(ROOT + line.word(1)));
    view.write(
        ROOT + line.word(1), new Content.Filler(line.word(1), Long.parseLong(line.word(2))), 0644);
  }

  /** A line of a file becomes another. */
  void replace(Line line) {
    MountNamespace view = MountNamespace.of(computer);
    String path = ROOT + line.word(1);
    List<String> block = line.block().lines().toList();
    String old = block.get(0).substring(2);
    String now = block.size() > 1 ? block.get(1).substring(2) : "";
    String text = view.text(path);
    if (!text.contains(old)) {
      throw new IllegalArgumentException(
          "Line " + line.number() + " of the machine: " + path + " has no “" + old + "”.");
    }
    view.write(path, new Content.Text(text.replace(old, now)), 0644);
  }

  /** Builds a generation of this number, as nixos-rebuild does on the machine itself. */
  void rebuild(Line line) {
    MountNamespace view = MountNamespace.of(computer).chroot(ROOT);
    SystemBuild.Built built =
        NixosRebuild.evaluate(
            view, line.words().stream().filter(word -> word.contains("#")).findFirst().orElse(""));
    built.paths().forEach(path -> NixosRebuild.install(view, path, built.files()));
    NixProfile.of(view).add(Integer.parseInt(line.word(1)), built.toplevel(), computer.now());
    activate(view, built.toplevel());
    inside(
        line,
        "NIXOS_INSTALL_BOOTLOADER=1 " + built.toplevel() + "/bin/switch-to-configuration boot");
  }

  /** What activation leaves on the disks: /etc with links into the store. */
  private void activate(MountNamespace view, String toplevel) {
    long now = computer.now();
    if (view.findLink("/etc/static").isPresent()) {
      view.remove("/etc/static");
    }
    view.put("/etc/static", Node.link(toplevel + "/etc", now));
    for (String name : view.list(toplevel + "/etc")) {
      if (!view.isDirectory(toplevel + "/etc/" + name) && !name.equals("hostid")) {
        view.put("/etc/" + name, Node.link("/etc/static/" + name, now));
      }
    }
    if (view.isFile(toplevel + "/etc/hostid")) {
      view.put("/etc/hostid", Node.file(view.content(toplevel + "/etc/hostid"), 0444, now));
    }
    for (String folder : List.of("/bin", "/dev", "/proc", "/run", "/sys", "/tmp", "/usr/bin")) {
      view.mkdirs(folder);
    }
  }

  /** A line in a shell outside of it. */
  void shell(Line line, String text) {
    run(line, MountNamespace.of(computer), text);
  }

  /** A line in a shell of the machine itself. */
  void inside(Line line, String text) {
    run(line, MountNamespace.of(computer).chroot(ROOT), text);
  }

  private void run(Line line, MountNamespace view, String text) {
    var kept = new Invocation.Captured();
    int status =
        new Invocation(
                InstalledPrograms.TABLE,
                computer,
                view,
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
