package dev.thaw.practice.probes;

import dev.thaw.practice.nix.NixProfile;
import dev.thaw.practice.probes.Assembly.Source;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code survey.sh}: finds the installations and tells all there is to know about each. */
final class SurveyProbe {

  private static final String PLACE = "/tmp/thaw.practice/m/r";

  private final Invocation call;
  private final MachineState computer;
  private final Answer answer;
  private final List<String> notes = new ArrayList<>();
  private final TreeSet<String> known = new TreeSet<>();
  private int count;

  SurveyProbe(Invocation call) {
    this.call = call;
    this.computer = call.computer();
    this.answer = new Answer(call);
  }

  int run() {
    String root = call.arguments().isEmpty() ? "" : call.arguments().getFirst();
    if (!root.isEmpty() && call.view().chroot(root).isDirectory("/nix/store")) {
      count = 1;
      look(Assembly.inPlace(call.view().chroot(root), computer, root));
    } else {
      Source.all(computer, notes).forEach(this::consider);
    }
    vfat();
    var said = new Nul();
    notes.forEach(said::add);
    answer.bytes("notes", 0, said.bytes());
    computer.volumes.remove(Assembly.EMPTY);
    return answer.print();
  }

  private void consider(Source source) {
    Optional<Assembly> assembly = Assembly.around(source, computer, PLACE + (count + 1));
    if (assembly.isEmpty() || !known.add(assembly.get().store())) {
      return;
    }
    if (!assembly.get().isOwn()) {
      notes.add(
          source.name()
              + " holds a copy of a system whose own store is elsewhere: a snapshot, or a clone of"
              + " the disk.");
      return;
    }
    count++;
    look(assembly.get());
  }

  // ---- one installation

  private void look(Assembly assembly) {
    answer.bytes("installation " + count, 0, installation(assembly));
    answer.text("fstab " + count, 0, assembly.fstab());
    var mounts = new Nul();
    assembly.found().forEach(f -> mounts.add(f.line(), f.state(), f.device(), f.why()));
    answer.bytes("mounts " + count, 0, mounts.bytes());
    answer.bytes("profiles " + count, 0, profiles(assembly.view()));
    for (NixProfile.Link link : NixProfile.of(assembly.view()).links()) {
      answer.bytes(
          "generation " + count + " system-" + link.number() + "-link",
          0,
          generation(assembly.view(), link.toplevel()));
    }
    configuration(assembly);
    bare(assembly);
  }

  private byte[] installation(Assembly assembly) {
    MountNamespace view = assembly.view();
    var values = new Nul();
    String toplevel = assembly.toplevel();
    values.add("source", assembly.source().name(), "type", assembly.source().type());
    values.add("subvolume", "", "uuid", assembly.source().uuid());
    values.add("found", assembly.mountedAt().isEmpty() ? "" : mounted(assembly));
    values.add("at", assembly.at(), "mountedAt", assembly.mountedAt(), "toplevel", toplevel);
    values.add("marked", view.find("/etc/NIXOS").isPresent() ? "yes" : "");
    values.add("database", view.isFile("/nix/var/nix/db/db.sqlite") ? "yes" : "");
    values.add("os-release", view.text("/etc/os-release"));
    values.add("hostname", view.text(toplevel + "/etc/hostname"));
    values.add("etc.hostname", view.text("/etc/hostname"));
    values.add("nixos-version", view.text(toplevel + "/nixos-version"));
    for (String place : List.of(toplevel + "/etc/hostid", "/etc/hostid")) {
      view.find(place)
          .filter(Node::isFile)
          .ifPresent(n -> values.add("hostid", HexFormat.of().formatHex(n.content().read())));
    }
    return values.bytes();
  }

  private String mounted(Assembly assembly) {
    String store = assembly.mountedAt() + "/nix/store";
    return call.capture("findmnt", "-nvPo", "SOURCE,FSTYPE,FSROOT,UUID", "-T", store)
        .text()
        .strip();
  }

  private static byte[] profiles(MountNamespace view) {
    var values = new Nul();
    String folder = "/nix/var/nix/profiles";
    if (view.isDirectory(folder)) {
      for (String name : view.list(folder)) {
        view.findLink(folder + "/" + name)
            .filter(Node::isLink)
            .ifPresent(n -> values.add("profiles", name, n.target(), n.time() + ".0000000000"));
      }
    }
    return values.bytes();
  }

  private static byte[] generation(MountNamespace view, String toplevel) {
    var values = new Nul();
    values.add("toplevel", toplevel, "boot.json", view.text(toplevel + "/boot.json"));
    values.add("kernel-params", view.text(toplevel + "/kernel-params"));
    values.add("nixos-version", view.text(toplevel + "/nixos-version"));
    String modules = toplevel + "/kernel-modules/lib/modules";
    values.add("modules", view.isDirectory(modules) ? String.join("\n", view.list(modules)) : "");
    fact(view, values, "kernel", toplevel + "/kernel");
    fact(view, values, "initrd", toplevel + "/initrd");
    fact(view, values, "init", toplevel + "/init");
    values.add("magic", view.text(toplevel + "/init").startsWith("#!") ? "#!" : "");
    values.add("prepare-root", view.find(toplevel + "/prepare-root").isPresent() ? "yes" : "");
    String variants = toplevel + "/specialisation";
    values.add(
        "specialisations",
        view.isDirectory(variants) ? String.join("\n", view.list(variants)) : "");
    return values.bytes();
  }

  private static void fact(MountNamespace view, Nul values, String key, String path) {
    Optional<Node> node = view.find(path).filter(Node::isFile);
    values.add(key, node.isPresent() ? view.spot(path, true).path() : "");
    values.add(key + ".size", node.map(n -> Long.toString(n.size())).orElse(""));
  }

  // ---- the configuration

  private void configuration(Assembly assembly) {
    MountNamespace view = assembly.view();
    String config = view.leads("/etc/nixos").path();
    if (view.isFile("/etc/nixos/flake.nix")) {
      config = MountNamespace.parent(view.spot("/etc/nixos/flake.nix", true).path());
    }
    var values = new Nul();
    values.add("directory", config);
    String repository = config;
    while (repository.length() > 1 && view.find(repository + "/.git").isEmpty()) {
      repository = MountNamespace.parent(repository);
    }
    if (repository.length() > 1) {
      values.add("git", repository, "owner", view.node(repository).uid());
      values.add("head", view.text(repository + "/.git/HEAD"));
    }
    for (String folder : List.of("/home", "/root", "/persist", "/srv", "/etc")) {
      if (view.isDirectory(folder)) {
        for (String file : below(view, folder)) {
          if (file.endsWith("/flake.nix")) {
            values.add("elsewhere", assembly.at() + file);
          }
        }
      }
    }
    answer.bytes("config " + count, 0, values.bytes());
    if (view.isDirectory(config)) {
      var listing = new Nul();
      for (String path : everything(view, config)) {
        Node node = view.findLink(path).orElseThrow();
        String kind = node.isDirectory() ? "d" : node.isLink() ? "l" : "f";
        listing.add(kind, assembly.at() + path, node.isFile() ? node.size() : 0);
        listing.add(node.isLink() ? node.target() : "");
      }
      answer.bytes("listing " + count, 0, listing.add("end").bytes());
      var files = new Nul();
      for (String file : below(view, config)) {
        if (file.endsWith(".nix") || file.endsWith("/flake.lock")) {
          byte[] content = view.content(file).read();
          files.add(assembly.at() + file, content.length).raw(content);
        }
      }
      answer.bytes("files " + count, 0, files.bytes());
    }
  }

  /** What lies below a folder, {@code .git} aside, and the folder itself. */
  private static List<String> everything(MountNamespace view, String folder) {
    var all = new ArrayList<>(List.of(folder));
    for (String name : view.list(folder)) {
      String path = folder + "/" + name;
      boolean inner = view.findLink(path).map(Node::isDirectory).orElse(false);
      if (!name.equals(".git")) {
        all.addAll(inner ? everything(view, path) : List.of(path));
      }
    }
    return all;
  }

  /** The files below a folder, those in {@code .git} aside; on its own filesystem only. */
  private static List<String> below(MountNamespace view, String folder) {
    MountNamespace.Spot spot = view.spot(folder, true);
    var files = new ArrayList<String>();
    for (String name : view.list(folder)) {
      String path = (spot.path().equals("/") ? "" : spot.path()) + "/" + name;
      Optional<Node> node = view.findLink(path);
      if (node.map(Node::isDirectory).orElse(false) && !name.equals(".git")) {
        files.addAll(below(view, path));
      } else if (node.map(Node::isFile).orElse(false)) {
        files.add(path);
      }
    }
    return files;
  }

  // ---- what a boot loader reads

  /** {@code /boot} beneath any mount. */
  private void bare(Assembly assembly) {
    Optional<Volume> root = assembly.root();
    if (root.isPresent() && !root.get().tree().names("/boot").isEmpty()) {
      boot("bare " + count, root.get(), "/boot");
    }
  }

  private void vfat() {
    int i = 0;
    for (Device device : computer.devices) {
      if (device.holds.equals("vfat")) {
        i++;
        answer.program(
            "vfat " + i,
            "lsblk",
            "-dnPbpo",
            "KNAME,SIZE,FSTYPE,UUID,LABEL,PARTUUID,PARTLABEL,PARTTYPE",
            device.path());
        Volume volume = Filesystems.on(computer, device).orElseThrow();
        health("vfat " + i, device, volume);
        boot("vfat " + i, volume, "/");
      }
    }
  }

  private void health(String key, Device device, Volume volume) {
    List<MountEntry> mounts =
        call.view().mounts().stream()
            .filter(mount -> mount.source().equals(device.path()))
            .toList();
    var values = new Nul();
    if (mounts.stream().allMatch(mount -> MountTable.isReadOnly(mount))) {
      if (!mounts.isEmpty()) {
        values.add("readonly", "yes");
      }
      if (volume.dirty) {
        values.add("dirty", "yes");
      }
    }
    answer.bytes(key + " state", 0, values.bytes());
  }

  private void boot(String key, Volume volume, String folder) {
    String base = folder.equals("/") ? "" : folder;
    answer.text(key + " space", 0, volume.size / 4096 + " " + volume.free() / 4096 + " 4096\n");
    var files = new Nul();
    for (String path : volume.tree().below(folder)) {
      Node node = volume.tree().get(path).orElseThrow();
      if (node.isFile()) {
        files.add(path.substring(base.length() + 1), node.size());
      }
    }
    answer.bytes(key + " files", 0, files.bytes());
    Optional<Node> conf = volume.tree().get(base + "/loader/loader.conf").filter(Node::isFile);
    answer.text(
        key + " conf", conf.isPresent() ? 0 : 1, conf.map(n -> n.content().string()).orElse(""));
    var entries = new Nul();
    for (String name : volume.tree().names(base + "/loader/entries")) {
      Node node = volume.tree().get(base + "/loader/entries/" + name).orElseThrow();
      if (node.isFile() && name.endsWith(".conf")) {
        entries.add(name, node.size()).raw(node.content().read());
      }
    }
    answer.bytes(key + " entries", 0, entries.bytes());
    answer.text(key + " menus", 0, "");
  }
}
