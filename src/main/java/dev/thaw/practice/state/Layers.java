package dev.thaw.practice.state;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The block devices that are there only while something is open: containers of LUKS, volumes of
 * LVM, arrays.
 */
public final class Layers {

  private static final long LUKS_HEADER = 16_777_216;
  private static final long ARRAY_HEADER = 134_217_728;

  private Layers() {}

  /** Closes all of them: what a restart does. */
  public static void closeAll(MachineState state) {
    state.devices.removeIf(Device::isLayer);
  }

  /** Makes the device that an open container is, below {@code /dev/mapper}. */
  public static Device open(MachineState state, Device device, Container container, String name) {
    Device opened = mapped(state, "crypt", name, container.inner, device.size - LUKS_HEADER);
    opened.parent = device.name;
    opened.mappedUuid = prefix(container) + name;
    return opened;
  }

  private static Device mapped(MachineState state, String type, String name, Held held, long size) {
    int number = 0;
    while (state.named("dm-" + number).isPresent()) {
      number++;
    }
    var device = new Device();
    device.name = "dm-" + number;
    device.type = type;
    device.number = "253:" + number;
    device.size = size;
    device.mapped = name;
    add(state, device, held);
    return device;
  }

  private static void add(MachineState state, Device device, Held held) {
    device.holds = held.type;
    device.uuid = held.uuid;
    device.label = held.label;
    Filesystems.on(state, device).ifPresent(volume -> volume.number = device.number);
    state.devices.add(device);
  }

  /** What a layer's own metadata has in it: what is written there is there the next time, too. */
  public static void write(MachineState state, Device device, Held held) {
    device.holds = held.type;
    device.uuid = held.uuid;
    device.label = held.label;
    for (Container container : state.containers) {
      if (device.mappedUuid.startsWith(prefix(container))) {
        container.inner = held;
      }
    }
    for (LvmGroup group : state.groups) {
      for (LvmGroup.Logical volume : group.logical) {
        if (device.mappedUuid.equals(group.mappedUuid(volume))) {
          volume.inner = held;
        }
      }
    }
    for (RaidArray array : state.arrays) {
      if (device(state, array).filter(device::equals).isPresent()) {
        array.inner = held;
      }
    }
  }

  private static String prefix(Container container) {
    return "CRYPT-LUKS2-" + container.uuid.replace("-", "") + "-";
  }

  // ---- LVM

  /** The devices of a group that are there. */
  public static List<Device> members(MachineState state, LvmGroup group) {
    return state.devices.stream()
        .filter(device -> device.holds.equals("LVM2_member"))
        .filter(device -> group.physical.contains(device.uuid))
        .toList();
  }

  /** A volume's device; empty while it is not active. */
  public static Optional<Device> device(
      MachineState state, LvmGroup group, LvmGroup.Logical volume) {
    return state.devices.stream()
        .filter(device -> device.mappedUuid.equals(group.mappedUuid(volume)))
        .findFirst();
  }

  /**
   * Activates a group's volumes, if all its devices are there.
   *
   * @param seen which devices there are
   */
  public static void activate(MachineState state, LvmGroup group, Predicate<Device> seen) {
    List<Device> members = members(state, group).stream().filter(seen).toList();
    if (members.size() < group.physical.size()) {
      return;
    }
    for (LvmGroup.Logical volume : group.logical) {
      if (device(state, group, volume).isEmpty()) {
        Device made = mapped(state, "lvm", group.mapped(volume), volume.inner, volume.size);
        made.parent = members.getFirst().name;
        made.mappedUuid = group.mappedUuid(volume);
        made.alias = group.name + "/" + volume.name;
        made.names.add("by-id/dm-name-" + made.mapped);
        made.names.add("by-id/dm-uuid-" + made.mappedUuid);
      }
    }
  }

  // ---- arrays

  /** The devices of an array that are there. */
  public static List<Device> members(MachineState state, RaidArray array) {
    return array.members.stream().flatMap(name -> state.named(name).stream()).toList();
  }

  /** An array's device; empty while it is not assembled. */
  public static Optional<Device> device(MachineState state, RaidArray array) {
    return state.devices.stream()
        .filter(device -> device.type.equals("raid1") && device.alias.equals("md/" + array.name))
        .findFirst();
  }

  /** Makes the device that an array is, of these of its members. */
  public static Device assemble(MachineState state, RaidArray array, List<Device> members) {
    int number =
        IntStream.iterate(127, n -> n - 1)
            .filter(n -> state.named("md" + n).isEmpty())
            .findFirst()
            .orElseThrow();
    var made = new Device();
    made.name = "md" + number;
    made.type = "raid1";
    made.number = "9:" + number;
    made.alias = "md/" + array.name;
    made.parent = members.getFirst().name;
    members.stream().skip(1).forEach(member -> made.others.add(member.name));
    made.size =
        members.stream().mapToLong(member -> member.size).min().orElseThrow() - ARRAY_HEADER;
    made.names.add("by-id/md-name-" + array.host + ":" + array.name);
    made.names.add("by-id/md-uuid-" + array.uuid);
    add(state, made, array.inner);
    return made;
  }
}
