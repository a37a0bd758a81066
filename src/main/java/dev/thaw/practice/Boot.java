package dev.thaw.practice;

import dev.thaw.nixos.LoaderConf;
import dev.thaw.nixos.LoaderEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The machine's own boot: firmware, boot loader, stage 1, stage 2, each from what lies on the
 * disks, and the screen meanwhile.
 */
final class Boot {

  /** How far a boot came. */
  enum Verdict {
    /** Stage 2 was reached. */
    BOOTS,
    /** It waits for ever. */
    HANGS,
    /** It gave up. */
    FAILS
  }

  /**
   * What came of a boot.
   *
   * @param screen what was on the screen, line by line
   * @param why the line that it ended with; the host's name when it boots
   */
  record Outcome(List<String> screen, Verdict verdict, String why) {}

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Outcome outcome;

    Stopped(Outcome outcome) {
      super("stopped", null, false, false);
      this.outcome = outcome;
    }
  }

  private final Computer computer;
  private final List<String> screen = new ArrayList<>();
  private final Set<String> opened = new HashSet<>();

  /** The installed system, as stage 1 left it; null until then. */
  private View root;

  private Boot(Computer computer) {
    this.computer = computer;
  }

  /** Boots the machine from its own disk; the pools that it imports are its own then. */
  static Outcome of(Computer computer) {
    return of(computer, Boot::run);
  }

  /**
   * How far the next system would come: the machine boots from its own disk, builds what its
   * configuration says now, and boots that. The pools that it imports are its own then, and what it
   * builds lies in its store.
   */
  static Outcome afterRebuild(Computer computer) {
    return of(
        computer,
        boot -> {
          String host = boot.run().why();
          return boot.rebuilt(host);
        });
  }

  private static Outcome of(Computer computer, Function<Boot, Outcome> course) {
    var boot = new Boot(computer);
    try {
      return course.apply(boot);
    } catch (Stopped e) {
      return e.outcome;
    }
  }

  private Outcome run() {
    Volume esp = esp().orElseThrow(() -> fails("BdsDxe: No bootable option or device was found."));
    // What is left in the menu then, and starts.
    LoaderEntry entry = entry(esp).orElseThrow(() -> fails("    Reboot Into Firmware Interface"));
    say("    " + entry.title() + " (" + entry.version() + ")");
    say("");
    entry.initrds().forEach(initrd -> need(esp, entry, initrd));
    Content initrd =
        entry.initrds().stream()
            .findFirst()
            .flatMap(esp.tree::get)
            .map(Node::content)
            .orElse(Content.EMPTY);
    if (!(initrd instanceof Content.Initrd(Stage1Image image))) {
      throw fails("Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)");
    }
    return start(image, entry.options(), entry.toplevel());
  }

  private Outcome start(Stage1Image image, List<String> parameters, String toplevel) {
    Stage1 words = image.systemd() ? new SystemdStage1(screen) : new ScriptedStage1(screen);
    root = stage1(words, image, parameters);
    return stage2(words, toplevel);
  }

  private Outcome rebuilt(String host) {
    SystemBuild.Built built;
    try {
      built = NixosRebuild.evaluate(root, NixosRebuild.usualFlake(root, host));
    } catch (NixError e) {
      throw failed("nixos-rebuild: " + e.getMessage());
    }
    built.paths().forEach(path -> NixosRebuild.install(root, path, built.files()));
    String parameters = root.text(built.toplevel() + "/kernel-params");
    var initrd = (Content.Initrd) root.find(built.toplevel() + "/initrd").orElseThrow().content();
    return start(initrd.image(), List.of(parameters.split(" ")), built.toplevel());
  }

  private void say(String line) {
    screen.add(line);
  }

  private Stopped fails(String why) {
    say(why);
    return new Stopped(new Outcome(screen, Verdict.FAILS, why));
  }

  private Stopped failed(String why) {
    return new Stopped(new Outcome(screen, Verdict.FAILS, why));
  }

  // ---- firmware and boot loader

  private Optional<Volume> esp() {
    return computer.devices.stream()
        .filter(device -> device.partType.equals(Gpt.ESP))
        .flatMap(device -> Filesystems.on(computer, device).stream())
        .filter(volume ->
            volume.tree.get("/EFI/systemd/systemd-bootx64.efi").isPresent()
                || volume.tree.get("/EFI/BOOT/BOOTX64.EFI").isPresent())
        .findFirst();
  }

  private static Optional<LoaderEntry> entry(Volume esp) {
    var entries = new ArrayList<LoaderEntry>();
    for (String name : esp.tree.names("/loader/entries")) {
      if (name.endsWith(".conf")) {
        Node node = esp.tree.get("/loader/entries/" + name).orElseThrow();
        LoaderEntry entry = LoaderEntry.parse(name, node.content().string());
        // One without its kernel is not shown.
        if (esp.tree.get(entry.linux()).isPresent()) {
          entries.add(entry);
        }
      }
    }
    LoaderConf conf =
        esp.tree
            .get("/loader/loader.conf")
            .map(node -> LoaderConf.parse(node.content().string()))
            .orElse(LoaderConf.NONE);
    return conf.choose(entries);
  }

  private void need(Volume esp, LoaderEntry entry, String path) {
    if (esp.tree.get(path).isEmpty()) {
      say("Error loading " + path.replace('/', '\\') + ": Not Found");
      throw fails(
          "Failed to execute " + entry.title() + " (" + path.replace('/', '\\') + "): Not Found");
    }
  }

  // ---- stage 1

  private View stage1(Stage1 words, Stage1Image image, List<String> parameters) {
    words.begins();
    var loaded = new HashSet<String>();
    List<String> skipped =
        parameters.stream()
            .filter(p -> p.startsWith("module_blacklist=") || p.startsWith("modprobe.blacklist="))
            .flatMap(p -> List.of(p.substring(p.indexOf('=') + 1).split(",")).stream())
            .toList();
    for (String module : image.forced()) {
      words.loading(module);
      if (computer.hangs.contains(module.replace('-', '_')) && !skipped.contains(module)) {
        words.hangs(module);
        throw new Stopped(new Outcome(screen, Verdict.HANGS, screen.getLast()));
      }
      loaded.add(module);
    }
    words.loaded();
    loaded.addAll(image.available());
    image.luks().forEach((name, device) -> open(words, loaded, name, device));
    pools(words, image, loaded, parameters);
    var mounts = new ArrayList<Mount>();
    for (String line : image.mounts()) {
      mount(words, loaded, line.split(" "), mounts);
    }
    return new View(computer, mounts, "");
  }

  /** The device, if stage 1 can see it: with its disk's driver, and opened if it is in one. */
  private Optional<Device> visible(Set<String> loaded, String spec) {
    return computer
        .device(spec)
        .or(() -> inContainer(spec))
        .filter(device -> {
          Device disk = device;
          while (!disk.parent.isEmpty()) {
            disk = computer.named(disk.parent).orElseThrow();
          }
          return disk.driver.isEmpty() || loaded.contains(disk.driver);
        });
  }

  private Optional<Device> inContainer(String spec) {
    for (Container container : computer.containers) {
      boolean meant =
          opened.contains(spec + "=" + container.uuid)
              || spec.equals("/dev/disk/by-uuid/" + container.innerUuid)
                  && opened.stream().anyMatch(name -> name.endsWith("=" + container.uuid));
      if (meant) {
        Device outer = computer.named(container.device).orElseThrow();
        var inner = new Device();
        inner.parent = outer.name;
        inner.holds = container.holds;
        inner.uuid = container.innerUuid;
        return Optional.of(inner);
      }
    }
    return Optional.empty();
  }

  private void open(Stage1 words, Set<String> loaded, String name, String spec) {
    Optional<Device> device = visible(loaded, spec);
    Optional<Container> container = device.flatMap(computer::container);
    if (container.isEmpty()) {
      words.waits(spec);
      words.gaveUp(spec);
      throw failed("Timed out waiting for device " + spec);
    }
    words.opens(spec, name);
    opened.add("/dev/mapper/" + name + "=" + container.get().uuid);
  }

  private void pools(Stage1 words, Stage1Image image, Set<String> loaded, List<String> parameters) {
    for (String name : image.pools()) {
      words.imports(name);
      Optional<ZfsPool> pool =
          computer.pools.stream()
              .filter(p -> p.name.equals(name))
              .filter(p -> visible(loaded, "/dev/" + p.device).isPresent())
              .findFirst();
      if (pool.isEmpty()) {
        words.cannotImport(name, "cannot import '" + name + "': no such pool available");
        throw failed("cannot import '" + name + "': no such pool available");
      }
      boolean force =
          image.forceImport()
              || parameters.contains("zfs_force=1")
              || parameters.contains("zfs_force");
      if (!force && !pool.get().exported && !pool.get().hostId.equals(image.hostId())) {
        String refusal = Zpool.refusal(pool.get(), name);
        words.cannotImport(name, refusal);
        throw failed(refusal.lines().findFirst().orElse(refusal));
      }
      words.imported(name);
      pool.get().exported = false;
      pool.get().hostId = image.hostId();
      pool.get().written = computer.now();
    }
  }

  private void mount(Stage1 words, Set<String> loaded, String[] fields, List<Mount> mounts) {
    String spec = fields[0];
    Optional<Volume> volume =
        fields[2].equals("zfs")
            ? Optional.ofNullable(computer.volumes.get(spec))
            : visible(loaded, spec).flatMap(device -> Filesystems.on(computer, device));
    if (volume.isEmpty() && spec.startsWith("/dev/")) {
      words.waits(spec);
    }
    if (volume.isEmpty() && !fields[2].equals("tmpfs")) {
      words.cannotMount(spec, fields[1], fields[2]);
      throw failed("Timed out waiting for device " + spec);
    }
    words.mounts(spec, fields[1]);
    volume.ifPresent(
        v -> mounts.add(new Mount(0, fields[1], spec, v.id, "/", List.of("rw"), List.of("rw"))));
  }

  // ---- stage 2

  private Outcome stage2(Stage1 words, String toplevel) {
    String init = toplevel + "/init";
    boolean there =
        !root.mounts().isEmpty()
            && root.mounts().stream().anyMatch(m -> m.point().equals("/"))
            && root.find(init).isPresent();
    if (!there) {
      words.noInit(init);
      throw failed("stage 2 init script (/mnt-root/" + init + ") not found");
    }
    String host = root.text(toplevel + "/etc/hostname").strip();
    words.ends();
    say("");
    say("<<< NixOS Stage 2 >>>");
    say("");
    say("running activation script...");
    say("setting up /etc...");
    say("starting systemd...");
    for (String line : root.text(toplevel + "/etc/fstab").split("\n")) {
      String[] fields = line.strip().split("\\s+");
      boolean early = fields.length > 3 && fields[3].contains("x-initrd.mount");
      boolean must =
          fields.length > 3 && !fields[0].startsWith("#") && !fields[3].contains("nofail");
      if (must && !early && fields[0].startsWith("/dev/") && computer.device(fields[0]).isEmpty()) {
        say("[ TIME ] Timed out waiting for device " + fields[0] + ".");
        say("[DEPEND] Dependency failed for " + fields[1] + ".");
        say("[DEPEND] Dependency failed for Local File Systems.");
        throw fails("You are in emergency mode.");
      }
    }
    for (ZfsPool pool : computer.pools) {
      if (root.mounts().stream().anyMatch(m -> m.volume().startsWith(pool.name + "/"))) {
        pool.hostName = host;
      }
    }
    say("[  OK  ] Reached target Multi-User System.");
    say("");
    say(host + " login:");
    return new Outcome(screen, Verdict.BOOTS, host);
  }

  /** What each kind of stage 1 prints. */
  sealed interface Stage1 permits ScriptedStage1, SystemdStage1 {
    void begins();

    void loading(String module);

    void hangs(String module);

    void loaded();

    void opens(String device, String name);

    void imports(String pool);

    void imported(String pool);

    void cannotImport(String pool, String why);

    void waits(String device);

    void gaveUp(String device);

    void mounts(String device, String point);

    void cannotMount(String device, String point, String type);

    void noInit(String init);

    void ends();
  }
}
