package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.MachineState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code blkid}: what lies on block devices. */
public final class Blkid implements Program {

  private static final int NOTHING = 2;

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "c= o= s= t= p l");
    List<Device> devices = new ArrayList<>();
    MachineState state = invocation.state();
    if (options.value("t").isPresent()) {
      String[] tag = options.value("t").get().split("=", 2);
      state.tagged(tag[0], tag[1]).forEach(devices::add);
    } else if (options.rest().isEmpty()) {
      devices.addAll(state.devices);
    } else {
      options.rest().forEach(path -> state.device(path).ifPresent(devices::add));
    }
    devices.removeIf(device -> tags(device, options).isEmpty());
    devices.sort(Comparator.comparing(Device::path));
    if (devices.isEmpty()) {
      return NOTHING;
    }
    String format = options.value("o").orElse("full");
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      Map<String, String> tags = tags(device, options);
      switch (format) {
        case "device" -> invocation.line(device.path());
        case "value" -> tags.values().forEach(invocation::line);
        case "export" -> {
          invocation.line((i > 0 ? "\n" : "") + "DEVNAME=" + device.path());
          tags.forEach((key, value) -> invocation.line(key + "=" + value.replace(" ", "\\ ")));
        }
        default ->
            invocation.line(
                device.path()
                    + ": "
                    + tags.entrySet().stream()
                        .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
                        .collect(Collectors.joining(" ")));
      }
    }
    return 0;
  }

  private static Map<String, String> tags(Device device, Options options) {
    var tags = new LinkedHashMap<String, String>();
    if (!device.holds.isEmpty()) {
      if (device.holds.equals("vfat")) {
        tags.put("LABEL_FATBOOT", device.label);
      }
      tags.put("LABEL", device.label);
      tags.put("UUID", device.uuid);
      if (device.holds.equals("zfs_member")) {
        tags.put("UUID_SUB", Long.toUnsignedString(device.uuid.hashCode() * 2654435761L));
      }
      if (device.holds.equals("linux_raid_member")) {
        tags.put("UUID_SUB", UUID.nameUUIDFromBytes(bytes(device)).toString());
      }
      tags.put("BLOCK_SIZE", blockSize(device.holds));
      tags.put("TYPE", device.holds);
    }
    tags.put("PARTLABEL", device.partLabel);
    tags.put("PARTUUID", device.partUuid);
    tags.values().removeIf(String::isEmpty);
    List<String> wanted = options.all("s");
    if (!wanted.isEmpty()) {
      tags.keySet().retainAll(wanted);
    }
    return tags;
  }

  private static byte[] bytes(Device device) {
    return (device.uuid + device.name).getBytes(StandardCharsets.UTF_8);
  }

  private static String blockSize(String type) {
    return switch (type) {
      case "vfat" -> "512";
      case "squashfs" -> "131072";
      case "crypto_LUKS", "swap", "LVM2_member", "linux_raid_member" -> "";
      default -> "4096";
    };
  }
}
