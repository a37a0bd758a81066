package dev.thaw.practice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stage 1 of a boot: what the initrd does, with what it has, on the machine as it is. */
final class Stage1Course {

  private final Computer computer;
  private final List<String> screen;
  private final Stage1Words words;
  private final Set<String> loaded = new HashSet<>();
  private final Set<String> opened = new HashSet<>();

  private Stage1Course(Computer computer, List<String> screen, Stage1Words words) {
    this.computer = computer;
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
  static View run(
      Computer computer,
      List<String> screen,
      Stage1Words words,
      Stage1Image image,
      List<String> parameters) {
    return new Stage1Course(computer, screen, words).run(image, parameters);
  }

  private View run(Stage1Image image, List<String> parameters) {
    words.begins();
    List<String> skipped =
        parameters.stream()
            .filter(p -> p.startsWith("module_blacklist=") || p.startsWith("modprobe.blacklist="))
            .flatMap(p -> List.of(p.substring(p.indexOf('=') + 1).split(",")).stream())
            .toList();
    for (String module : image.forced()) {
      words.loading(module);
      if (computer.hangs.contains(module.replace('-', '_')) && !skipped.contains(module)) {
        words.hangs(module);
        throw Boot.hangs(screen);
      }
      loaded.add(module);
    }
    words.loaded();
    loaded.addAll(image.available());
    image.luks().forEach((name, device) -> open(name, device));
    pools(image, parameters);
    var mounts = new ArrayList<Mount>();
    for (String line : image.mounts()) {
      mount(line.split(" "), mounts);
    }
    return new View(computer, mounts, "");
  }

  /** The device, if stage 1 can see it: with its disk's driver, and opened if it is in one. */
  private Optional<Device> visible(String spec) {
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

  private void open(String name, String spec) {
    Optional<Device> device = visible(spec);
    Optional<Container> container = device.flatMap(computer::container);
    if (container.isEmpty()) {
      words.waits(spec);
      words.gaveUp(spec);
      throw Boot.failed(screen, "Timed out waiting for device " + spec);
    }
    words.opens(spec, name);
    opened.add("/dev/mapper/" + name + "=" + container.get().uuid);
  }

  private void pools(Stage1Image image, List<String> parameters) {
    for (String name : image.pools()) {
      words.imports(name);
      Optional<ZfsPool> pool =
          computer.pools.stream()
              .filter(p -> p.name.equals(name))
              .filter(p -> visible("/dev/" + p.device).isPresent())
              .findFirst();
      if (pool.isEmpty()) {
        words.cannotImport(name, "cannot import '" + name + "': no such pool available");
        throw Boot.failed(screen, "cannot import '" + name + "': no such pool available");
      }
      boolean force =
          image.forceImport()
              || parameters.contains("zfs_force=1")
              || parameters.contains("zfs_force");
      if (!force && !pool.get().exported && !pool.get().hostId.equals(image.hostId())) {
        String refusal = Zpool.refusal(pool.get(), name);
        words.cannotImport(name, refusal);
        throw Boot.failed(screen, refusal.lines().findFirst().orElse(refusal));
      }
      words.imported(name);
      pool.get().exported = false;
      pool.get().hostId = image.hostId();
      pool.get().written = computer.now();
    }
  }

  private void mount(String[] fields, List<Mount> mounts) {
    String spec = fields[0];
    Optional<Volume> volume =
        fields[2].equals("zfs")
            ? Optional.ofNullable(computer.volumes.get(spec))
            : visible(spec).flatMap(device -> Filesystems.on(computer, device));
    if (volume.isEmpty() && spec.startsWith("/dev/")) {
      words.waits(spec);
    }
    if (volume.isEmpty() && !fields[2].equals("tmpfs")) {
      words.cannotMount(spec, fields[1], fields[2]);
      throw Boot.failed(screen, "Timed out waiting for device " + spec);
    }
    words.mounts(spec, fields[1]);
    volume.ifPresent(
        v -> mounts.add(new Mount(0, fields[1], spec, v.id, "/", List.of("rw"), List.of("rw"))));
  }
}
