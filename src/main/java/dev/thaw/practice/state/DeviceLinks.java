package dev.thaw.practice.state;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The names below {@code /dev} that outlast a boot.
 *
 * @param state whose devices they lead to
 * @param links the device's kernel name by the link's path
 */
public record DeviceLinks(MachineState state, Map<String, String> links) {

  /** The links that udev makes now. */
  public static DeviceLinks of(MachineState state) {
    var links = new TreeMap<String, String>();
    for (Device device : state.devices) {
      if (!device.isMember()) {
        add(links, "by-uuid", device.uuid, device);
        add(links, "by-label", device.label, device);
      }
      add(links, "by-partuuid", device.partUuid, device);
      add(links, "by-partlabel", device.partLabel, device);
      if (!device.alias.isEmpty()) {
        links.put("/dev/" + device.alias, device.name);
      }
      for (String name : device.names) {
        links.put("/dev/disk/" + name, device.name);
      }
      if (device.isPartition()) {
        for (String name : state.named(device.parent).orElseThrow().names) {
          links.put("/dev/disk/" + name + "-part" + device.partition, device.name);
        }
      }
    }
    return new DeviceLinks(state, links);
  }

  private static void add(Map<String, String> links, String folder, String name, Device device) {
    if (!name.isEmpty()) {
      links.put("/dev/disk/" + folder + "/" + name.replace(" ", "\\x20"), device.name);
    }
  }

  /** The same where only those below {@code /dev/disk} count. */
  public Map<String, String> ofDisks() {
    var below = new TreeMap<>(links);
    below.keySet().removeIf(path -> !path.startsWith("/dev/disk/"));
    return below;
  }

  /** The device behind a link. */
  Optional<Device> device(String path) {
    return Optional.ofNullable(links.get(path)).flatMap(state::named);
  }
}
