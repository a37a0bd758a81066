package dev.thaw.practice.machines;

import dev.thaw.practice.machines.Description.Line;
import dev.thaw.practice.state.Container;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Gpt;
import dev.thaw.practice.state.Held;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.LvmGroup;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.RaidArray;
import dev.thaw.practice.state.Volume;
import dev.thaw.practice.state.ZfsPool;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is made of, by the words of its description: disks, partitions, what lies on them.
 */
final class Hardware {

  private static final long SECTOR = 512;

  private final MachineState state;
  private @Nullable Device disk;
  private long nextSector = 2048;
  private int nextMinor = 1;

  /** Puts the medium into the computer that the live system runs from. */
  Hardware(MachineState state) {
    this.state = state;
    stick();
  }

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
    state.devices.add(stick);
  }

  /** A disk; what follows lies on it. */
  void disk(Line line) {
    Map<String, String> pairs = line.pairs();
    var disk = new Device();
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
    state.devices.add(disk);
    this.disk = disk;
    nextSector = 2048;
  }

  /** A partition of the last disk. */
  void partition(Line line) {
    Map<String, String> pairs = line.pairs();
    Device disk = Objects.requireNonNull(this.disk, "a partition before any disk");
    var partition = new Device();
    partition.name = line.word(1);
    partition.parent = disk.name;
    partition.type = "part";
    partition.number = "259:" + nextMinor++;
    partition.size = Long.parseLong(line.word(2));
    partition.start = nextSector;
    nextSector += partition.size / SECTOR;
    partition.partition = state.children(disk).size() + 1;
    partition.tableUuid = disk.tableUuid;
    partition.partUuid = pairs.getOrDefault("partuuid", "");
    partition.partLabel = pairs.getOrDefault("name", "");
    partition.holds = pairs.getOrDefault("holds", "");
    partition.partType =
        pairs.containsKey("bios")
            ? Gpt.BIOS_BOOT
            : partition.holds.equals("vfat") ? Gpt.ESP : Gpt.LINUX;
    partition.uuid = pairs.getOrDefault("uuid", "");
    partition.label = pairs.getOrDefault("label", "");
    state.devices.add(partition);
    if (partition.isMountable()) {
      volume(partition.uuid, partition.holds, partition.label, partition.size, partition.number);
    }
  }

  /** A partition is formatted anew: what was on it is gone. */
  void format(Line line) {
    Map<String, String> pairs = line.pairs();
    Device partition = state.named(line.word(1)).orElseThrow();
    state.volumes.remove(partition.uuid);
    partition.holds = line.given("holds");
    partition.uuid = line.given("uuid");
    partition.label = pairs.getOrDefault("label", "");
    if (partition.isMountable()) {
      volume(partition.uuid, partition.holds, partition.label, partition.size, partition.number);
    }
  }

  /** The power fails while it is mounted: it stays marked as in use. */
  void powercut(Line line) {
    Device partition = state.named(line.word(1)).orElseThrow();
    Filesystems.on(state, partition).orElseThrow().dirty = true;
  }

  /** A disk is taken out, with all that is on it. */
  void gone(Line line) {
    Device disk = state.named(line.word(1)).orElseThrow();
    for (Device part : state.children(disk)) {
      state.volumes.remove(part.uuid);
      state.devices.remove(part);
    }
    state.devices.remove(disk);
  }

  private void volume(String uuid, String type, String label, long size, String number) {
    Volume volume = Volume.of(uuid, type, size, number);
    volume.uuid = uuid;
    volume.label = label;
    state.volumes.put(uuid, volume);
  }

  /** A container on a device, open. */
  void luks(Line line) {
    Device device = state.named(line.word(1)).orElseThrow();
    Layers.write(state, device, Held.of("crypto_LUKS", line.given("uuid"), ""));
    var container = new Container();
    container.uuid = device.uuid;
    container.passphrase = line.given("passphrase");
    container.inner = held(line);
    state.containers.add(container);
    filled(Layers.open(state, device, container, line.given("as")));
  }

  /** What lies in something, by the words {@code holds}, {@code inner} and {@code label}. */
  private static Held held(Line line) {
    Map<String, String> pairs = line.pairs();
    return Held.of(
        pairs.getOrDefault("holds", ""),
        pairs.getOrDefault("inner", ""),
        pairs.getOrDefault("label", ""));
  }

  private void filled(Device device) {
    if (device.isMountable()) {
      volume(device.uuid, device.holds, device.label, device.size, device.number);
    }
  }

  /** An array of devices, assembled. */
  void array(Line line) {
    var array = new RaidArray();
    array.name = line.word(1);
    array.host = line.given("host");
    array.uuid = line.given("uuid");
    array.inner = held(line);
    for (String name : line.given("members").split(",")) {
      Device member = state.named(name).orElseThrow();
      String label = array.host + ":" + array.name;
      Layers.write(state, member, Held.of("linux_raid_member", array.plainUuid(), label));
      array.members.add(name);
    }
    array.devices = array.members.size();
    state.arrays.add(array);
    filled(Layers.assemble(state, array, Layers.members(state, array)));
  }

  /** A volume group on devices. */
  void group(Line line) {
    var group = new LvmGroup();
    group.name = line.word(1);
    group.uuid = line.given("uuid");
    Device device = state.named(line.word(2)).orElseThrow();
    Layers.write(state, device, Held.of("LVM2_member", line.given("pv"), ""));
    group.physical.add(device.uuid);
    state.groups.add(group);
  }

  /** A volume of the last group, active. */
  void volume(Line line) {
    LvmGroup group = state.groups.getLast();
    var volume = new LvmGroup.Logical();
    volume.name = line.word(1);
    volume.size = Long.parseLong(line.word(2));
    volume.uuid = line.given("uuid");
    volume.inner = held(line);
    group.logical.add(volume);
    Layers.activate(state, group, _ -> true);
    filled(Layers.device(state, group, volume).orElseThrow());
  }

  /** A pool on a device, imported. */
  void pool(Line line) {
    ZfsPool pool = pool(line, state.named(line.word(2)).orElseThrow());
    pool.imported = true;
    pool.altroot = History.ROOT;
    state.pools.add(pool);
    add(pool, pool.name, "none", "on");
  }

  private static ZfsPool pool(Line line, Device device) {
    var pool = new ZfsPool();
    pool.name = line.word(1);
    pool.guid = line.given("guid");
    pool.vdevGuid = line.given("vdev");
    pool.device = device.name;
    pool.size = Long.parseLong(line.given("size"));
    device.holds = "zfs_member";
    device.uuid = pool.guid;
    device.label = pool.name;
    return pool;
  }

  /** A dataset of a pool. */
  void dataset(Line line) {
    Map<String, String> pairs = line.pairs();
    String name = line.word(1);
    ZfsPool pool =
        state.pools.stream().filter(p -> name.startsWith(p.name + "/")).findFirst().orElseThrow();
    ZfsPool.Dataset dataset =
        add(
            pool,
            name,
            pairs.getOrDefault("mountpoint", "legacy"),
            pairs.getOrDefault("canmount", "on"));
    dataset.passphrase = pairs.getOrDefault("passphrase", "");
    dataset.keyLoaded = !dataset.passphrase.isEmpty();
    dataset.keyOf =
        dataset.keyLoaded
            ? name
            : pool.datasets.stream()
                .filter(above -> name.startsWith(above.name + "/"))
                .map(above -> above.keyOf)
                .reduce("", (one, deeper) -> deeper.isEmpty() ? one : deeper);
  }

  private ZfsPool.Dataset add(ZfsPool pool, String name, String mountPoint, String canMount) {
    var dataset = new ZfsPool.Dataset();
    dataset.name = name;
    dataset.mountPoint = mountPoint;
    dataset.canMount = canMount;
    pool.datasets.add(dataset);
    pool.datasets.sort(Comparator.comparing(d -> d.name));
    state.volumes.put(name, Volume.of(name, "zfs", pool.size, Volume.NOT_MOUNTED));
    return dataset;
  }

  /** A pool or a dataset gets another name, and with it what is below it. */
  void renamed(Line line) {
    String old = line.word(1);
    String now = line.word(2);
    for (ZfsPool pool : state.pools) {
      if (pool.name.equals(old)) {
        state.rename(pool, now);
      } else {
        pool.rename(old, now, state.volumes);
      }
    }
  }

  /**
   * What is left on a device of a pool that it was once part of: a label, and nothing that counts.
   */
  void label(Line line) {
    Device device = state.named(line.word(2)).orElseThrow();
    ZfsPool pool = pool(line, device);
    pool.hostName = line.given("host");
    pool.hostId = line.given("hostid");
    pool.written = state.now();
    state.pools.add(pool);
  }

  /** Who used a pool last. */
  void used(Line line) {
    ZfsPool pool =
        state.pools.stream().filter(p -> p.name.equals(line.word(1))).findFirst().orElseThrow();
    pool.hostName = line.word(2);
    pool.hostId = line.word(3);
    pool.exported = false;
    pool.written = state.now();
  }
}
