package dev.thaw.practice.boot;

import dev.thaw.practice.programs.MountProgram;
import dev.thaw.practice.programs.Zpool;
import dev.thaw.practice.state.Container;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.RaidArray;
import dev.thaw.practice.state.Stage1Image;
import dev.thaw.practice.state.Volume;
import dev.thaw.practice.state.ZfsPool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stage 1 of a boot: what the initrd does, with what it has, on the machine as it is. */
final class Stage1Course {

  /** So long systemd waits for a device, in seconds. */
  private static final int PATIENCE = 90;

  private final MachineState state;
  private final List<String> screen;
  private final Stage1Words words;
  private final Set<String> loaded = new HashSet<>();
  private final Set<String> imported = new HashSet<>();

  private Stage1Course(MachineState state, List<String> screen, Stage1Words words) {
    this.state = state;
    this.screen = screen;
    this.words = words;
  }

  /**
   * Runs it to its end: the installed system is mounted, its pools are imported.
   *
   * @param screen where its words are shown
   * @return the files as stage 2 sees them
   * @throws Boot.Stopped if it does not come that far
   */
  static MountNamespace run(
      MachineState state,
      List<String> screen,
      Stage1Words words,
      Stage1Image image,
      List<String> parameters) {
    return new Stage1Course(state, screen, words).run(image, parameters);
  }

  private MountNamespace run(Stage1Image image, List<String> parameters) {
    words.begins();
    List<String> skipped =
        parameters.stream()
            .filter(p -> p.startsWith("module_blacklist=") || p.startsWith("modprobe.blacklist="))
            .flatMap(p -> List.of(p.substring(p.indexOf('=') + 1).split(",")).stream())
            .toList();
    modules(image, skipped);
    words.devices();
    loaded.addAll(image.available());
    arrays(image);
    if (image.systemd()) {
      volumes(image);
    }
    image.luks().forEach((name, device) -> open(name, device, image));
    resume(parameters);
    words.volumes();
    volumes(image);
    pools(image, parameters);
    var mounts = new ArrayList<MountEntry>();
    for (String line : image.mounts()) {
      mount(line.split(" "), mounts);
    }
    return new MountNamespace(state, mounts, "");
  }

  /** The script waits for each without a limit; systemd gives the rest of them up, and goes on. */
  private void modules(Stage1Image image, List<String> skipped) {
    for (String module : image.forced()) {
      words.loading(module);
      if (state.hangs.contains(module.replace('-', '_')) && !skipped.contains(module)) {
        words.hangs(module);
        if (image.systemd()) {
          return;
        }
        throw Boot.hangs(screen);
      }
      loaded.add(module);
    }
    words.loaded();
  }

  /** The device, if stage 1 can see it. */
  private Optional<Device> visible(String spec) {
    return state.device(spec).filter(this::isSeen);
  }

  /** With its disk's driver; what stage 1 has opened itself is there in any case. */
  private boolean isSeen(Device device) {
    if (device.isLayer()) {
      return true;
    }
    Device disk = device.isPartition() ? state.named(device.parent).orElseThrow() : device;
    return disk.driver.isEmpty() || loaded.contains(disk.driver);
  }

  /**
   * Udev's rules put an array together when all its devices are there. One that lacks some is
   * started by a timer of systemd, which the script has not.
   */
  private void arrays(Stage1Image image) {
    for (RaidArray array : image.tools().contains("mdadm") ? state.arrays : List.<RaidArray>of()) {
      List<Device> members = Layers.members(state, array).stream().filter(this::isSeen).toList();
      if (members.size() == array.devices || image.systemd() && !members.isEmpty()) {
        Layers.assemble(state, array, members);
      }
    }
  }

  /** Systemd's stage 1 has rules for it; the script does it once, when all else is open. */
  private void volumes(Stage1Image image) {
    if (image.tools().contains("lvm")) {
      state.groups.forEach(group -> Layers.activate(state, group, this::isSeen));
    }
  }

  private void open(String name, String spec, Stage1Image image) {
    Optional<Device> device = visible(spec);
    Optional<Container> container = device.flatMap(state::container);
    if (container.isEmpty()) {
      throw Boot.failed(screen, words.noContainer(spec, name));
    }
    words.asks(spec, name);
    if (image.systemd() && state.away > PATIENCE) {
      waitsFor(container.get(), image)
          .ifPresent(fields -> {
            throw Boot.failed(screen, words.noDevice(fields[0], fields[1]));
          });
    }
    words.opens(spec, name);
    Layers.open(state, device.get(), container.get(), name);
  }

  /**
   * What is mounted from a container by a name that does not tell that it is in one: only by the
   * name that it is opened as, systemd waits as long as it takes.
   */
  private static Optional<String[]> waitsFor(Container container, Stage1Image image) {
    return image.mounts().stream()
        .map(line -> line.split(" "))
        .filter(fields ->
            fields[0].matches("(?:/dev/disk/by-uuid/|UUID=)" + container.inner.uuid)
                || fields[0].matches("(?:/dev/disk/by-label/|LABEL=)" + container.inner.label))
        .findFirst();
  }

  /** What the kernel is to resume from is waited for, as long as it takes. */
  private void resume(List<String> parameters) {
    if (parameters.contains("noresume")) {
      return;
    }
    for (String parameter : parameters) {
      String device = parameter.replaceFirst("^resume=", "");
      if (!device.equals(parameter) && visible(device).isEmpty() && words.noResume(device)) {
        throw Boot.hangs(screen);
      }
    }
  }

  private void pools(Stage1Image image, List<String> parameters) {
    for (String name : image.pools()) {
      words.imports(name);
      List<ZfsPool> named =
          state.pools.stream()
              .filter(p -> p.name.equals(name))
              .filter(p -> visible("/dev/" + p.device).isPresent())
              .toList();
      Optional<ZfsPool> pool = named.stream().findFirst();
      boolean force =
          image.forceImport() || parameters.stream().anyMatch(p -> p.matches("zfs_force(=1|=y)?"));
      if (pool.isEmpty()) {
        cannotImport(name, "cannot import '" + name + "': no such pool available", false, image);
      } else if (named.size() > 1) {
        cannotImport(name, Zpool.ambiguous(name), true, image);
      } else if (!force && !pool.get().exported && !pool.get().hostId.equals(image.hostId())) {
        cannotImport(name, Zpool.refusal(pool.get(), name), true, image);
      } else {
        keys(image, pool.get());
        words.imported(name);
        imported.add(name);
        pool.get().exported = false;
        pool.get().hostId = image.hostId();
        pool.get().written = state.now();
      }
    }
  }

  /** A person is there who knows them. */
  private void keys(Stage1Image image, ZfsPool pool) {
    for (ZfsPool.Dataset dataset : pool.datasets) {
      boolean asked =
          image.keys().contains(Stage1Image.ALL_KEYS) || image.keys().contains(dataset.name);
      if (asked && dataset.keyOf.equals(dataset.name)) {
        words.loadsKey(dataset.name);
        dataset.keyLoaded = true;
      }
    }
  }

  /** Whether a dataset is encrypted, and nobody was asked for the key. */
  private boolean isLocked(String dataset) {
    return state.pools.stream()
        .flatMap(pool -> pool.datasets.stream().filter(pool::isLocked))
        .anyMatch(locked -> locked.name.equals(dataset));
  }

  /** The script goes on to the mounts all the same. */
  private void cannotImport(String name, String why, boolean tried, Stage1Image image) {
    List<String> points =
        image.mounts().stream()
            .map(line -> line.split(" "))
            .filter(fields -> fields[2].equals("zfs") && fields[0].split("/")[0].equals(name))
            .map(fields -> fields[1])
            .toList();
    String line = words.cannotImport(name, why, tried, points);
    if (image.systemd()) {
      throw Boot.failed(screen, line);
    }
  }

  private void mount(String[] fields, List<MountEntry> mounts) {
    String spec = fields[0];
    boolean dataset = fields[2].equals("zfs");
    if (List.of(fields[3].split(",")).contains("bind")) {
      bind(fields, mounts);
      return;
    }
    Optional<Volume> volume =
        dataset
            ? Optional.ofNullable(state.volumes.get(spec))
                .filter(_ -> imported.contains(spec.split("/")[0]))
            : visible(spec).flatMap(device -> Filesystems.on(state, device));
    if (volume.isEmpty() && !fields[2].equals("tmpfs")) {
      throw Boot.failed(
          screen,
          dataset
              ? words.noDataset(spec, fields[1], MountProgram.unopened(spec))
              : words.noDevice(spec, fields[1]));
    }
    if (dataset && isLocked(spec)) {
      throw Boot.failed(screen, words.noDataset(spec, fields[1], MountProgram.locked(spec)));
    }
    if (volume.isPresent() && !hasDriver(volume.get().type, fields[2])) {
      throw Boot.failed(screen, words.noDriver(spec, fields[1]));
    }
    if (volume.isPresent() && !dataset && !Filesystems.mountsAs(volume.get().type, fields[2])) {
      throw Boot.failed(screen, words.anotherType(spec, fields[1], fields[2]));
    }
    words.mounts(spec, fields[1]);
    volume.ifPresent(v ->
        mounts.add(new MountEntry(0, fields[1], spec, v.id, "/", List.of("rw"), List.of("rw"))));
  }

  /** Whether the kernel has what mounts this, or finds it in the initrd. */
  private boolean hasDriver(String held, String wanted) {
    String type = wanted.equals("auto") ? held : wanted;
    return type.startsWith("ext") || loaded.contains(type);
  }

  /** A folder of what is mounted already, shown in another place, too. */
  private void bind(String[] fields, List<MountEntry> mounts) {
    var files = new MountNamespace(state, mounts, "");
    if (!files.isDirectory(fields[0]) && !words.makesFolders()) {
      throw Boot.failed(screen, words.noDevice("/mnt-root" + fields[0], fields[1]));
    }
    words.mounts("/mnt-root" + fields[0], fields[1]);
    if (!files.isDirectory(fields[0])) {
      files.mkdirs(fields[0]);
    }
    MountNamespace.Spot spot = files.leads(fields[0]);
    List<String> options = List.of("rw");
    mounts.add(
        new MountEntry(
            0, fields[1], fields[0], spot.mount().volume(), spot.inner(), options, options));
  }
}
