package dev.thaw.practice.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole state of a practice machine: what would be lost if it were real and burnt down. */
public final class MachineState {

  /** What the practice machine is called: {@code vfio}. */
  public String name = "";

  /** What is wrong with it, as one would tell a friend. */
  public String title = "";

  /** The last lines on the screen, as somebody would type them from a photograph. */
  public String symptom = "";

  /** Which modules never return when they are loaded. */
  public List<String> hangs = new ArrayList<>();

  /** After how many seconds somebody comes who knows what stage 1 asks for. */
  public int away;

  /** Whether the cache of NixOS can be reached. */
  public boolean online;

  /** Whether it was started by UEFI, so that the firmware's variables can be read. */
  public boolean efi;

  private Map<String, String> bootEntries = new LinkedHashMap<>();

  /** The disks and their partitions, and what is open on them. */
  public List<Device> devices = new ArrayList<>();

  /** The filesystems, by {@link Volume#id}. */
  public Map<String, Volume> volumes = new LinkedHashMap<>();

  /** The pools. */
  public List<ZfsPool> pools = new ArrayList<>();

  /** The LUKS containers. */
  public List<Container> containers = new ArrayList<>();

  /** The volume groups of LVM. */
  public List<LvmGroup> groups = new ArrayList<>();

  /** The arrays of the kernel's software RAID. */
  public List<RaidArray> arrays = new ArrayList<>();

  /** What is mounted, in the order of mounting. */
  public List<MountEntry> mounts = new ArrayList<>();

  /** Which kernel modules are loaded. */
  public TreeSet<String> modules = new TreeSet<>();

  /** The last number that a mount got. */
  int lastMount;

  /** The last number that a filesystem got. */
  int lastNumber = 39;

  /** How often the machine was restarted by {@code reboot}. */
  public int reboots;

  /** How many of its lesson's hints were given. */
  public int hints;

  /** When somebody began with it, in seconds since 1970. */
  public long begun;

  /** When it first started from its own disk again, in seconds since 1970; 0 before. */
  public long cameUp;

  /** What the last boot from its own disk came to; empty before the first. */
  public String lastBoot = "";

  /** The time while the machine's past is told, in seconds since 1970; 0 for the present. */
  @JsonIgnore public long past;

  /** Gives the same computer with its past; null when that was told. */
  private transient @Nullable Supplier<MachineState> untold;

  /**
   * Has its past told only when somebody looks at what came of it: at the files on its disks, at
   * the firmware's entries.
   *
   * @param whole gives the same computer, as its past has left it
   */
  public void tellLater(Supplier<MachineState> whole) {
    untold = whole;
    volumes.values().stream()
        .filter(volume -> !Live.isOwn(volume.id))
        .forEach(volume -> volume.fillLater(this::tell));
  }

  /** Has its past worked out, so that it is at hand when it is told. */
  public void prepare() {
    Supplier<MachineState> whole = untold;
    if (whole != null) {
      var _ = whole.get();
    }
  }

  /** Tells its past, if that was not done yet. */
  public void tell() {
    if (untold != null) {
      MachineState whole = untold.get();
      untold = null;
      bootEntries = whole.bootEntries;
      devices.forEach(
          device -> whole.named(device.name).ifPresent(told -> device.core = told.core));
      volumes.forEach((id, volume) -> {
        if (whole.volumes.containsKey(id)) {
          volume.fill(whole.volumes.get(id).tree());
        }
      });
    }
  }

  /** The boot entries that the firmware knows: label and file on the ESP. */
  public Map<String, String> bootEntries() {
    tell();
    return bootEntries;
  }

  /** Where a disk's core image of GRUB looks for its folder, as {@link Device#core}. */
  public String core(Device disk) {
    tell();
    return disk.core;
  }

  /** The time, in seconds since 1970: the one of the computer that Thaw runs on. */
  public long now() {
    return past == 0 ? Instant.now().getEpochSecond() : past;
  }

  /** The filesystem of that id. */
  public Volume volume(String id) {
    Volume volume = volumes.get(id);
    return volume != null ? volume : KernelFilesystems.volume(this, id);
  }

  /** The same where only its type and number matter: one that is made up comes without files. */
  Volume frame(String id) {
    Volume volume = volumes.get(id);
    return volume != null ? volume : KernelFilesystems.frame(id);
  }

  /** The device that a path, a link below {@code /dev} or a tag such as {@code UUID=…} names. */
  public Optional<Device> device(String spec) {
    int equals = spec.indexOf('=');
    if (equals > 0 && !spec.startsWith("/")) {
      String value = spec.substring(equals + 1).replace("\"", "");
      return tagged(spec.substring(0, equals), value).findFirst();
    }
    return devices.stream()
        .filter(device -> device.path().equals(spec) || ("/dev/" + device.name).equals(spec))
        .findFirst()
        .or(() -> DeviceLinks.of(this).device(spec));
  }

  /** The devices with this tag, as {@code blkid -t} finds them. */
  public Stream<Device> tagged(String key, String value) {
    return devices.stream()
        .filter(device ->
            switch (key) {
              case "UUID" -> device.uuid.equals(value);
              case "LABEL" -> device.label.equals(value);
              case "PARTUUID" -> device.partUuid.equalsIgnoreCase(value);
              case "PARTLABEL" -> device.partLabel.equals(value);
              case "TYPE" -> device.holds.equals(value);
              default -> false;
            });
  }

  /** The device with this kernel name. */
  public Optional<Device> named(String name) {
    return devices.stream().filter(device -> device.name.equals(name)).findFirst();
  }

  /** What is part of this device, or opened from it. */
  public List<Device> children(Device parent) {
    return devices.stream().filter(device -> device.liesOn(parent)).toList();
  }

  /** The imported pool of that name. */
  public Optional<ZfsPool> imported(String name) {
    return pools.stream().filter(pool -> pool.imported && pool.name.equals(name)).findFirst();
  }

  /** The dataset of that name in an imported pool. */
  public Optional<ZfsPool.Dataset> dataset(String name) {
    return pools.stream()
        .filter(pool -> pool.imported)
        .flatMap(pool -> pool.datasets.stream())
        .filter(dataset -> dataset.name.equals(name))
        .findFirst();
  }

  /** Gives a pool another name, on its device and in its datasets. */
  public void rename(ZfsPool pool, String name) {
    tell();
    named(pool.device).ifPresent(device -> device.label = name);
    pool.rename(pool.name, name, volumes);
  }

  /** Takes a pool off its device, with all that is in it. */
  public void forget(ZfsPool pool) {
    tell();
    named(pool.device)
        .ifPresent(device -> {
          device.holds = "";
          device.uuid = "";
          device.label = "";
        });
    pool.datasets.forEach(dataset -> volumes.remove(dataset.name));
    pools.remove(pool);
  }

  /** The pool that a dataset is in. */
  public ZfsPool poolOf(ZfsPool.Dataset dataset) {
    return pools.stream().filter(pool -> pool.datasets.contains(dataset)).findFirst().orElseThrow();
  }

  /** The container on this device. */
  public Optional<Container> container(Device device) {
    return containers.stream()
        .filter(c -> device.holds.equals("crypto_LUKS") && c.uuid.equals(device.uuid))
        .findFirst();
  }

  /** Where a filesystem is mounted, all of it, in the order of mounting. */
  public List<String> mountPoints(String volume) {
    return mounts.stream()
        .filter(mount -> mount.volume().equals(volume))
        .map(MountEntry::point)
        .toList();
  }

  /** A number for a filesystem that has no device of its own. */
  public String nextNumber() {
    lastNumber++;
    return "0:" + lastNumber;
  }

  /** The live system's own hostid: eight hexadecimal digits. */
  public String hostId() {
    byte[] bytes =
        volume("live").tree().get("/etc/hostid").map(n -> n.content().read()).orElse(new byte[0]);
    return bytes.length == 4
        ? "%02x%02x%02x%02x".formatted(bytes[3], bytes[2], bytes[1], bytes[0])
        : "00000000";
  }
}
