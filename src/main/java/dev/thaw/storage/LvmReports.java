package dev.thaw.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code pvs}, {@code vgs} and {@code lvs} with {@code --reportformat json}. */
final class LvmReports {

  private static final ObjectMapper JSON = new ObjectMapper();

  private LvmReports() {}

  /**
   * The volume groups.
   *
   * @param mapped the uuids of device-mapper's devices: an active volume's is {@code LVM-} and the
   *     uuids of its group and its own, without dashes
   */
  static List<VolumeGroup> parse(String pv, String vg, String lv, Set<String> mapped) {
    List<JsonNode> physical = rows(pv, "pv");
    List<JsonNode> logical = rows(lv, "lv");
    return rows(vg, "vg").stream().map(row -> group(row, physical, logical, mapped)).toList();
  }

  private static VolumeGroup group(
      JsonNode row, List<JsonNode> physical, List<JsonNode> logical, Set<String> mapped) {
    String name = row.path("vg_name").asText();
    String uuid = row.path("vg_uuid").asText();
    List<JsonNode> members =
        physical.stream().filter(pv -> pv.path("vg_name").asText().equals(name)).toList();
    List<String> present =
        members.stream()
            .filter(pv -> pv.path("pv_missing").asText().isEmpty())
            .map(pv -> pv.path("pv_name").asText())
            .toList();
    return new VolumeGroup(
        name,
        uuid,
        row.path("vg_size").asLong(),
        row.path("vg_free").asLong(),
        present,
        members.size() - present.size(),
        logical.stream()
            .filter(lv -> lv.path("vg_uuid").asText().equals(uuid))
            .map(lv -> volume(lv, mapped))
            .toList());
  }

  private static VolumeGroup.LogicalVolume volume(JsonNode row, Set<String> mapped) {
    String id =
        "LVM-"
            + row.path("vg_uuid").asText().replace("-", "")
            + row.path("lv_uuid").asText().replace("-", "");
    return new VolumeGroup.LogicalVolume(
        row.path("lv_name").asText(),
        row.path("lv_path").asText(),
        row.path("lv_size").asLong(),
        row.path("lv_layout").asText(),
        mapped.contains(id));
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
