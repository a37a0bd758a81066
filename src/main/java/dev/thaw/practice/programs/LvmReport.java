package dev.thaw.practice.programs;

import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Layers;
import dev.thaw.practice.state.LvmGroup;
import dev.thaw.practice.state.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * {@code pvs}, {@code vgs} and {@code lvs}: what LVM knows, as a table or as JSON.
 *
 * @param kind {@code pv}, {@code vg} or {@code lv}
 * @param usual the columns that are shown where nobody asks for others
 */
public record LvmReport(String kind, List<String> usual) implements Program {

  /** {@code pvs}. */
  public static final LvmReport PVS =
      new LvmReport("pv", List.of("pv_name", "vg_name", "pv_fmt", "pv_attr", "pv_size", "pv_free"));

  /** {@code vgs}. */
  public static final LvmReport VGS =
      new LvmReport(
          "vg",
          List.of(
              "vg_name", "pv_count", "lv_count", "snap_count", "vg_attr", "vg_size", "vg_free"));

  /** {@code lvs}. */
  public static final LvmReport LVS =
      new LvmReport("lv", List.of("lv_name", "vg_name", "lv_attr", "lv_size"));

  /** The columns whose headings are not their names. */
  private static String heading(String column) {
    return switch (column) {
      case "pv_name" -> "PV";
      case "vg_name" -> "VG";
      case "lv_name" -> "LV";
      case "pv_count" -> "#PV";
      case "lv_count" -> "#LV";
      case "snap_count" -> "#SN";
      case "pv_fmt" -> "Fmt";
      case "pv_attr", "vg_attr", "lv_attr" -> "Attr";
      case "pv_size" -> "PSize";
      case "pv_free" -> "PFree";
      case "vg_size" -> "VSize";
      case "vg_free" -> "VFree";
      case "lv_size" -> "LSize";
      case "pv_uuid" -> "PV UUID";
      case "vg_uuid" -> "VG UUID";
      case "lv_uuid" -> "LV UUID";
      default -> column.substring(3, 4).toUpperCase(Locale.ROOT) + column.substring(4);
    };
  }

  /** What a row tells of: a group, and what of it. */
  private record Row(LvmGroup group, String physical, LvmGroup.Logical logical) {}

  @Override
  public int run(Invocation invocation) {
    Options options =
        Options.of(
            invocation.arguments(),
            "o= options= readonly reportformat= units= nosuffix noheadings a all");
    List<Row> rows = rows(invocation.state(), options.rest());
    List<String> columns = columns(options.value("o", "options").orElse(""));
    var table =
        rows.stream()
            .map(row ->
                columns.stream()
                    .map(column -> cell(invocation.state(), row, column, options))
                    .toList())
            .toList();
    if (options.value("reportformat").orElse("").equals("json")) {
      invocation.print(json(columns, table));
    } else if (!table.isEmpty()) {
      var shown = new ArrayList<List<String>>();
      if (!options.has("noheadings")) {
        shown.add(columns.stream().map(LvmReport::heading).toList());
      }
      shown.addAll(table);
      invocation.print(table(columns, shown, options.has("noheadings")));
    }
    return 0;
  }

  private List<String> columns(String given) {
    var columns = new ArrayList<String>();
    if (given.isEmpty() || given.startsWith("+")) {
      columns.addAll(usual);
    }
    for (String name : given.replaceFirst("^\\+", "").split(",")) {
      if (!name.isEmpty()) {
        columns.add(name.contains("_") ? name : kind + "_" + name);
      }
    }
    return columns;
  }

  private List<Row> rows(MachineState state, List<String> only) {
    var rows = new ArrayList<Row>();
    for (LvmGroup group : state.groups) {
      // A group of which no device is there is not known at all.
      if (Layers.members(state, group).isEmpty()
          || !only.isEmpty() && kind.equals("vg") && !only.contains(group.name)) {
        continue;
      }
      switch (kind) {
        case "pv" -> group.physical.forEach(uuid -> rows.add(new Row(group, uuid, NONE)));
        case "vg" -> rows.add(new Row(group, "", NONE));
        default -> group.logical.forEach(volume -> rows.add(new Row(group, "", volume)));
      }
    }
    return rows;
  }

  private static final LvmGroup.Logical NONE = new LvmGroup.Logical();

  private static String cell(MachineState state, Row row, String column, Options options) {
    LvmGroup group = row.group();
    LvmGroup.Logical volume = row.logical();
    List<Device> members = Layers.members(state, group);
    long used = group.logical.stream().mapToLong(each -> each.size).sum();
    long size = members.stream().mapToLong(device -> extents(device.size)).sum();
    long own =
        members.stream()
            .filter(device -> device.uuid.equals(row.physical()))
            .mapToLong(device -> extents(device.size))
            .sum();
    return switch (column) {
      case "vg_name" -> group.name;
      case "vg_uuid" -> group.uuid;
      case "vg_size" -> size(size, options);
      case "vg_free" -> size(size - used, options);
      case "vg_attr" -> "wz--n-";
      case "pv_count" -> Integer.toString(group.physical.size());
      case "lv_count" -> Integer.toString(group.logical.size());
      case "snap_count" -> "0";
      case "pv_uuid" -> row.physical();
      case "pv_name" ->
          members.stream()
              .filter(device -> device.uuid.equals(row.physical()))
              .map(Device::path)
              .findFirst()
              .orElse("[unknown]");
      case "pv_fmt" -> "lvm2";
      case "pv_attr" -> own == 0 ? "a-m" : "a--";
      case "pv_size" -> size(own, options);
      case "pv_free" -> size(Math.max(0, own - used), options);
      case "pv_missing" -> own == 0 ? "missing" : "";
      case "lv_name" -> volume.name;
      case "lv_uuid" -> volume.uuid;
      case "lv_size" -> size(volume.size, options);
      case "lv_path" -> "/dev/" + group.name + "/" + volume.name;
      case "lv_layout" -> "linear";
      case "lv_skip_activation" -> "";
      case "lv_attr" -> attributes(state, group, volume);
      default -> throw new Options.Unknown("column " + column);
    };
  }

  private static String attributes(MachineState state, LvmGroup group, LvmGroup.Logical volume) {
    return Layers.device(state, group, volume)
        .map(device -> state.mountPoints(device.uuid).isEmpty() ? "-wi-a-----" : "-wi-ao----")
        .orElse("-wi-------");
  }

  /** What a device has for volumes: behind the metadata, in whole extents. */
  private static long extents(long size) {
    return (size - 1_048_576) / LvmGroup.EXTENT * LvmGroup.EXTENT;
  }

  private static String size(long bytes, Options options) {
    if (options.value("units").orElse("").equals("b")) {
      return bytes + (options.has("nosuffix") ? "" : "B");
    }
    boolean large = bytes >= 1L << 30;
    double value = bytes / (double) (large ? 1L << 30 : 1L << 20);
    String shown = String.format(Locale.ROOT, "%.2f", value);
    return (Double.parseDouble(shown) > value ? "<" : "") + shown + (large ? "g" : "m");
  }

  /** All columns at their full width; numbers stand at the right, and no heading does. */
  private static String table(List<String> columns, List<List<String>> rows, boolean bare) {
    var text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(" ");
      for (int i = 0; i < columns.size(); i++) {
        int at = i;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        String pad = " ".repeat(width - row.get(i).length());
        boolean number =
            columns.get(i).matches(".*_(size|free|count)") && (bare || row != rows.getFirst());
        text.append(' ').append(number ? pad + row.get(i) : row.get(i) + pad);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private String json(List<String> columns, List<List<String>> table) {
    String rows =
        table.stream()
            .map(cells -> {
              var pairs = new ArrayList<String>();
              for (int i = 0; i < columns.size(); i++) {
                pairs.add("\"" + columns.get(i) + "\":\"" + cells.get(i) + "\"");
              }
              return "                  {" + String.join(", ", pairs) + "}";
            })
            .collect(Collectors.joining(",\n"));
    return """
      {
          "report": [
              {
                  "%s": [
    %s              ]
              }
          ]
      }
    """
        .formatted(kind, rows.isEmpty() ? "" : rows + "\n");
  }
}
