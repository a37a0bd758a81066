package dev.thaw.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code pvs}, {@code vgs} and {@code lvs} with {@code --reportformat json}. */
final class LvmReports {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long {@code LVM-} and the uuids of a group and a volume are, without dashes. */
  private static final int ID_LENGTH = 68;

  private final Map<String, List<JsonNode>> physical = new HashMap<>();
  private final Map<String, List<JsonNode>> logical = new HashMap<>();
  private final Set<String> twins;
  private final Set<String> active;
  private final Numbers numbers;

  private LvmReports(
      List<JsonNode> pvs,
      List<JsonNode> groups,
      List<JsonNode> lvs,
      Set<String> mapped,
      Numbers numbers) {
    this.numbers = numbers;
    pvs.forEach(pv -> physical.computeIfAbsent(group(pv), key -> new ArrayList<>()).add(pv));
    lvs.forEach(
        lv -> logical.computeIfAbsent(text(lv, "vg_uuid"), key -> new ArrayList<>()).add(lv));
    // A pool's device has a layer's name behind its id: "-tpool", "-pool".
    active =
        mapped.stream()
            .map(uuid -> uuid.substring(0, Math.min(uuid.length(), ID_LENGTH)))
            .collect(Collectors.toSet());
    twins =
        groups.stream()
            .collect(Collectors.groupingBy(row -> text(row, "vg_name"), Collectors.counting()))
            .entrySet()
            .stream()
            .filter(name -> name.getValue() > 1)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
  }

  /**
   * The volume groups.
   *
   * @param mapped the uuids of device-mapper's devices: an active volume's is {@code LVM-} and the
   *     uuids of its group and its own, without dashes
   * @param numbers takes note of numbers that can't be
   */
  static List<VolumeGroup> parse(
      String pv, String vg, String lv, Set<String> mapped, Numbers numbers) {
    List<JsonNode> groups = rows(vg, "vg");
    var reports = new LvmReports(rows(pv, "pv"), groups, rows(lv, "lv"), mapped, numbers);
    return groups.stream().map(reports::volumeGroup).toList();
  }

  private VolumeGroup volumeGroup(JsonNode row) {
    String name = text(row, "vg_name");
    String uuid = text(row, "vg_uuid");
    // A report without the groups' uuids can't say which of two groups of one name it means.
    String key = physical.containsKey(uuid) ? uuid : twins.contains(name) ? "" : "name " + name;
    List<JsonNode> members = key.isEmpty() ? List.of() : physical.getOrDefault(key, List.of());
    List<String> present =
        members.stream()
            .filter(pv -> text(pv, "pv_missing").isEmpty())
            .map(pv -> text(pv, "pv_name"))
            .toList();
    return new VolumeGroup(
        name,
        uuid,
        numbers.read(text(row, "vg_size"), "the size of volume group " + name),
        numbers.read(text(row, "vg_free"), "the space free in volume group " + name),
        present,
        members.size() - present.size(),
        logical.getOrDefault(uuid, List.of()).stream().map(this::volume).toList());
  }

  private static String group(JsonNode pv) {
    String uuid = text(pv, "vg_uuid");
    return uuid.isEmpty() ? "name " + text(pv, "vg_name") : uuid;
  }

  private VolumeGroup.LogicalVolume volume(JsonNode row) {
    String id =
        "LVM-" + text(row, "vg_uuid").replace("-", "") + text(row, "lv_uuid").replace("-", "");
    return new VolumeGroup.LogicalVolume(
        text(row, "lv_name"),
        text(row, "lv_path"),
        numbers.read(text(row, "lv_size"), "the size of logical volume " + text(row, "lv_name")),
        text(row, "lv_layout"),
        active.contains(id),
        !text(row, "lv_skip_activation").isEmpty());
  }

  private static String text(JsonNode row, String key) {
    return row.path(key).asText("");
  }

  private static List<JsonNode> rows(String text, String kind) {
    var rows = new ArrayList<JsonNode>();
    try {
      for (JsonNode report : JSON.readTree(text).path("report")) {
        report.path(kind).forEach(rows::add);
      }
    } catch (JsonProcessingException e) {
      // No report: the tool is missing or failed, and the listing's note says so.
    }
    return rows;
  }
}
