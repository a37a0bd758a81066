package dev.thaw.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code lsblk -J -b -O} of any age: sizes and flags as numbers, truths or texts, one mount
 * point or several.
 *
 * @param blkid what blkid found, by path: fills in what lsblk does not know
 * @param links the names under /dev/disk, by kernel name
 * @param numbers takes note of numbers that can't be
 */
record Lsblk(
    Map<String, Map<String, String>> blkid, Map<String, List<String>> links, Numbers numbers) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The devices; empty when the text is not lsblk's JSON. */
  Optional<List<BlockDevice>> parse(String text) {
    try {
      JsonNode devices = JSON.readTree(LsblkEscapes.undone(text)).path("blockdevices");
      return devices.isArray() ? Optional.of(devices(devices)) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private List<BlockDevice> devices(JsonNode nodes) {
    var devices = new ArrayList<BlockDevice>();
    for (JsonNode node : nodes) {
      // A drive that is configured but empty (loop7, zram0) is a device with nothing to say.
      long size = numbers.read(text(node, "size"), "the size of " + text(node, "name"));
      boolean empty = size == 0 || text(node, "size").isEmpty();
      if (!empty || text(node, "type").equals("rom")) {
        devices.add(device(node, size));
      }
    }
    return devices;
  }

  private BlockDevice device(JsonNode node, long size) {
    String name = text(node, "name");
    String kernelName = text(node, "kname").isEmpty() ? name : text(node, "kname");
    String path = text(node, "path").isEmpty() ? path(name, kernelName) : text(node, "path");
    Map<String, String> found = blkid.getOrDefault(path, Map.of());
    return new BlockDevice(
        path,
        kernelName,
        DeviceType.of(text(node, "type")),
        Math.max(0, size),
        new BlockDevice.Hardware(
            text(node, "model").strip(),
            text(node, "serial").strip(),
            text(node, "tran"),
            isTrue(node, "rm"),
            isTrue(node, "ro")),
        new BlockDevice.Content(
            either(text(node, "fstype"), found.get("TYPE")),
            either(text(node, "label"), found.get("LABEL")),
            either(text(node, "uuid"), found.get("UUID"))),
        new BlockDevice.Partition(
            either(text(node, "partlabel"), found.get("PARTLABEL")),
            either(text(node, "partuuid"), found.get("PARTUUID")),
            text(node, "parttype").toLowerCase(Locale.ROOT),
            text(node, "parttypename")),
        mountPoints(node),
        links.getOrDefault(kernelName, List.of()),
        devices(node.path("children")));
  }

  /** An old lsblk has no paths. What device-mapper makes is told by its name there. */
  private static String path(String name, String kernelName) {
    return kernelName.startsWith("dm-") && !name.equals(kernelName)
        ? "/dev/mapper/" + name
        : "/dev/" + name.replace('!', '/');
  }

  private static List<String> mountPoints(JsonNode node) {
    var points = new ArrayList<String>();
    node.path("mountpoints").forEach(point -> points.add(point.asText("")));
    points.add(text(node, "mountpoint"));
    return points.stream().filter(point -> !point.isEmpty()).distinct().toList();
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  private static boolean isTrue(JsonNode node, String key) {
    String value = text(node, key);
    return value.equals("true") || value.equals("1");
  }

  private static String either(String first, @Nullable String second) {
    return first.isEmpty() && second != null ? second : first;
  }
}
