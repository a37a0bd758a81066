package dev.thaw.practice;

import dev.thaw.machine.Output;
import dev.thaw.practice.Description.Line;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a machine from its description: first what it is made of, then its past, told step by step.
 * What is broken comes of the past: systems are built and boot menus written by the same programs
 * that a rescue runs.
 *
 * <ul>
 *   <li>{@code title}, {@code symptom}: what is wrong, and what the screen shows
 *   <li>{@code hangs MODULE}, {@code online}, {@code efi}: what the hardware does
 *   <li>{@code disk}, {@code partition}, {@code luks}, {@code pool}, {@code dataset}: the storage
 *   <li>{@code time INSTANT}: when what follows happened
 *   <li>{@code mount SOURCE PATH}, {@code unmount PATH}: where the filesystems are meanwhile
 *   <li>{@code release VERSION}: which NixOS it builds with
 *   <li>{@code folder}, {@code file}, {@code link}, {@code filler}: files
 *   <li>{@code replace FILE} with a block: the line {@code - OLD} becomes {@code + NEW}
 *   <li>{@code rebuild NUMBER [FLAKE#HOST] [fails=yes]}: a generation is built and becomes the
 *       default, unless the boot-loader step fails, as it then must
 *   <li>{@code run LINE}: a line in a shell of the machine itself
 *   <li>{@code used POOL HOST HOSTID}: who used a pool last
 * </ul>
 */
final class Maker {

  private static final String ROOT = "/mnt";
  private static final long SECTOR = 512;

  private final Computer computer = new Computer();
  private Device disk;
  private long nextSector = 2048;
  private int nextMinor = 1;

  private Maker() {}

  /** A new machine of that name, broken. */
  static Computer make(String name) {
    return make(name, Description.read(name));
  }

  /** A new machine from these lines. */
  static Computer make(String name, List<Line> lines) {
    var maker = new Maker();
    maker.computer.name = name;
    maker.stick();
    Live.start(maker.computer);
    lines.forEach(maker::line);
    maker.computer.past = 0;
    Live.start(maker.computer);
    return maker.computer;
  }

  private void line(Line line) {
    switch (line.verb()) {
      case "title" -> computer.title = line.block().isEmpty() ? line.word(1) : line.block();
      case "symptom" -> computer.symptom = line.block();
      case "hangs" -> computer.hangs.add(line.word(1));
      case "online" -> computer.online = true;
      case "efi" -> computer.efi = true;
      case "disk" -> disk(line);
      case "partition" -> partition(line);
      case "luks" -> luks(line);
      case "pool" -> pool(line);
      case "dataset" -> dataset(line);
      case "time" -> computer.past = Instant.parse(line.word(1)).getEpochSecond();
      case "mount" -> mount(line);
      case "unmount" -> shell(line, "umount " + ROOT + line.word(1));
      case "release" -> release(line.word(1));
      case "folder" -> folder(line);
      case "file" -> file(line);
      case "link" -> {
        View view = View.of(computer);
        view.mkdirs(View.parent(ROOT + line.word(1)));
        view.put(ROOT + line.word(1), Node.link(line.word(2), computer.now()));
      }
      case "filler" -> {
        View view = View.of(computer);
        view.mkdirs(View.parent(ROOT + line.word(1)));
        view.write(
            ROOT + line.word(1),
            new Content.Filler(line.word(1), Long.parseLong(line.word(2))),
            0644);
      }
      case "replace" -> replace(line);
      case "rebuild" -> rebuild(line);
      case "run" -> inside(line, line.word(1));
      case "used" -> used(line);
      default ->
          throw new IllegalArgumentException(
              "Line " + line.number() + " of the machine: there is no word “" + line.verb() + "”.");
    }
  }

  // ---- storage

  /** What the live system runs from. */
  private void stick() {
    var stick = new Device();
    stick.name = "vda";
    stick.type = "disk";
    stick.number = "254:0";
    stick.size = 412_651_520;
    stick.transport = "virtio";
    stick.serial = "thaw-live";
    stick.names.addAll(
        List.of(
            "by-id/virtio-thaw-live",
            "by-path/pci-0000:00:02.0",
            "by-path/virtio-pci-0000:00:02.0"));
    stick.readOnly = true;
    stick.holds = "squashfs";
    computer.devices.add(stick);
  }

  private void disk(Line line) {
    Map<String, String> pairs = line.pairs();
    disk = new Device();
    disk.name = line.word(1);
    disk.type = "disk";
    disk.number = "259:" + nextMinor++;
    disk.size = Long.parseLong(line.word(2));
    disk.model = pairs.getOrDefault("model", "");
    disk.serial = pairs.getOrDefault("serial", "");
    for (String kind : List.of("id", "path")) {
      for (String name : pairs.getOrDefault(kind, "").split(",")) {
        if (!name.isEmpty()) {
          disk.names.add("by-" + kind + "/" + name);
        }
      }
    }
    disk.transport = pairs.getOrDefault("transport", "");
    disk.driver = pairs.getOrDefault("driver", "");
    disk.tableUuid = pairs.getOrDefault("table", "");
    computer.devices.add(disk);
    nextSector = 2048;
  }

  private void partition(Line line) {
    Map<String, String> pairs = line.pairs();
    var partition = new Device();
    partition.name = line.word(1);
    partition.parent = disk.name;
    partition.type = "part";
    partition.number = "259:" + nextMinor++;
    partition.size = Long.parseLong(line.word(2));
    partition.start = nextSector;
    nextSector += partition.size / SECTOR;
    partition.partition = computer.children(disk).size() + 1;
    partition.tableUuid = disk.tableUuid;
    partition.partUuid = pairs.getOrDefault("partuuid", "");
    partition.partLabel = pairs.getOrDefault("name", "");
    partition.holds = pairs.getOrDefault("holds", "");
    partition.partType = partition.holds.equals("vfat") ? Gpt.ESP : Gpt.LINUX;
    partition.uuid = pairs.getOrDefault("uuid", "");
    partition.label = pairs.getOrDefault("label", "");
    computer.devices.add(partition);
    if (partition.isMountable()) {
      volume(partition.uuid, partition.holds, partition.label, partition.size, partition.number);
    }
  }

  private void volume(String uuid, String type, String label, long size, String number) {
    Volume volume = Volume.of(uuid, type, size, number);
    volume.uuid = uuid;
    volume.label = label;
    computer.volumes.put(uuid, volume);
  }

  private void luks(Line line) {
    Map<String, String> pairs = line.pairs();
    Device device = computer.named(line.word(1)).orElseThrow();
    device.holds = "crypto_LUKS";
    device.uuid = pairs.get("uuid");
    var container = new Container();
    container.device = device.name;
    container.uuid = device.uuid;
    container.passphrase = pairs.get("passphrase");
    container.holds = pairs.get("holds");
    container.innerUuid = pairs.get("inner");
    container.innerLabel = pairs.getOrDefault("label", "");
    computer.containers.add(container);
    volume(container.innerUuid, container.holds, container.innerLabel, device.size, "253:0");
    Cryptsetup.open(computer, device, container, pairs.get("as"));
  }

  private void pool(Line line) {
    Map<String, String> pairs = line.pairs();
    Device device = computer.named(line.word(2)).orElseThrow();
    var pool = new ZfsPool();
    pool.name = line.word(1);
    pool.guid = pairs.get("guid");
    pool.vdevGuid = pairs.get("vdev");
    pool.device = device.name;
    pool.size = Long.parseLong(pairs.get("size"));
    pool.imported = true;
    pool.altroot = ROOT;
    device.holds = "zfs_member";
    device.uuid = pool.guid;
    device.label = pool.name;
    computer.pools.add(pool);
    add(pool, pool.name, "none", "on");
  }

  private void dataset(Line line) {
    Map<String, String> pairs = line.pairs();
    String name = line.word(1);
    ZfsPool pool =
        computer.pools.stream()
            .filter(p -> name.startsWith(p.name + "/"))
            .findFirst()
            .orElseThrow();
    add(
        pool,
        name,
        pairs.getOrDefault("mountpoint", "legacy"),
        pairs.getOrDefault("canmount", "on"));
  }

  private void add(ZfsPool pool, String name, String mountPoint, String canMount) {
    var dataset = new ZfsPool.Dataset();
    dataset.name = name;
    dataset.mountPoint = mountPoint;
    dataset.canMount = canMount;
    pool.datasets.add(dataset);
    pool.datasets.sort(java.util.Comparator.comparing(d -> d.name));
    computer.volumes.put(name, Volume.of(name, "zfs", pool.size, "0:0"));
  }

  private void used(Line line) {
    ZfsPool pool =
        computer.pools.stream().filter(p -> p.name.equals(line.word(1))).findFirst().orElseThrow();
    pool.hostName = line.word(2);
    pool.hostId = line.word(3);
    pool.exported = false;
    pool.written = computer.now();
  }

  // ---- the past

  private void mount(Line line) {
    String source = line.word(1);
    String point = line.word(2).equals("/") ? ROOT : ROOT + line.word(2);
    View.of(computer).mkdirs(point);
    String type = computer.dataset(source).isPresent() ? "-t zfs -o zfsutil " : "";
    shell(line, "mount " + type + source + " " + point);
  }

  private void release(String version) {
    View view = View.of(computer);
    String file = ROOT + NixosRebuild.VERSION;
    view.mkdirs(View.parent(file));
    view.write(file, new Content.Text(version + "\n"), 0444);
  }

  private void folder(Line line) {
    View view = View.of(computer);
    String path = ROOT + line.word(1);
    view.mkdirs(path);
    Map<String, String> pairs = line.pairs();
    View.Spot spot = view.spot(path, true);
    Tree tree = computer.volume(spot.mount().volume()).tree;
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

  private void file(Line line) {
    View view = View.of(computer);
    String path = ROOT + line.word(1);
    view.mkdirs(View.parent(path));
    String text = line.block().isEmpty() ? "" : line.block() + "\n";
    view.put(path, with(Node.file(new Content.Text(text), 0644, computer.now()), line.pairs()));
  }

  private void replace(Line line) {
    View view = View.of(computer);
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
  private void rebuild(Line line) {
    View view = View.of(computer).chroot(ROOT);
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
  private void activate(View view, String toplevel) {
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

  private void shell(Line line, String text) {
    run(line, View.of(computer), text);
  }

  private void inside(Line line, String text) {
    run(line, View.of(computer).chroot(ROOT), text);
  }

  private void run(Line line, View view, String text) {
    var kept = new Call.Kept();
    Output output = kept;
    int status =
        new Call(
                computer,
                view,
                "/",
                new HashMap<>(),
                List.of("sh", "-c", text),
                new byte[0],
                output)
            .run();
    if (status != 0 && !line.pairs().containsKey("fails")) {
      throw new IllegalArgumentException(
          "Line " + line.number() + " of the machine: " + text + ": " + kept.err);
    }
  }
}
