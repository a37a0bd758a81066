package dev.thaw.practice.programs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Filesystems;
import dev.thaw.practice.state.Gpt;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code lsblk}: the block devices as a tree, a list, pairs, or JSON. */
public final class Lsblk implements Program {

  private static final String KNOWN =
      "J json b bytes O output-all f fs p paths r raw n noheadings d nodeps P pairs l list o="
          + " output=";
  private static final List<String> USUAL =
      List.of("NAME", "MAJ:MIN", "RM", "SIZE", "RO", "TYPE", "MOUNTPOINTS");
  private static final List<String> FILESYSTEMS =
      List.of("NAME", "FSTYPE", "FSVER", "LABEL", "UUID", "FSAVAIL", "FSUSE%", "MOUNTPOINTS");
  private static final List<String> ALL =
      List.of(
          "NAME",
          "KNAME",
          "PATH",
          "MAJ:MIN",
          "FSAVAIL",
          "FSSIZE",
          "FSTYPE",
          "FSUSED",
          "FSUSE%",
          "FSVER",
          "LABEL",
          "UUID",
          "PTUUID",
          "PTTYPE",
          "PARTTYPE",
          "PARTTYPENAME",
          "PARTLABEL",
          "PARTUUID",
          "PARTN",
          "PKNAME",
          "RM",
          "RO",
          "SIZE",
          "START",
          "MODEL",
          "SERIAL",
          "TRAN",
          "TYPE",
          "MOUNTPOINT",
          "MOUNTPOINTS");

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), KNOWN);
    MachineState state = invocation.state();
    List<Device> devices = new ArrayList<>();
    for (String path : options.rest()) {
      var device = state.device(path);
      if (device.isEmpty()) {
        return invocation.fail(32, "lsblk: " + path + ": not a block device");
      }
      devices.add(device.get());
    }
    if (options.rest().isEmpty()) {
      state.devices.stream().filter(d -> d.parent.isEmpty()).forEach(devices::add);
    }
    var lister = new Lister(state, options, columns(options));
    if (options.has("J", "json")) {
      invocation.print(lister.json(devices));
    } else {
      invocation.print(lister.text(devices));
    }
    return 0;
  }

  private static List<String> columns(Options options) {
    if (options.has("O", "output-all")) {
      return ALL;
    }
    if (options.has("f", "fs")) {
      return FILESYSTEMS;
    }
    return options
        .value("o", "output")
        .map(names -> List.of(names.toUpperCase(Locale.ROOT).split(",")))
        .orElse(USUAL);
  }

  private record Row(Device device, String branch) {}

  private record Lister(MachineState state, Options options, List<String> columns) {

    /** Here, for it takes its time to get ready: only who lists is to wait for it. */
    private static final JsonMapper JSON = new JsonMapper();

    String json(List<Device> devices) {
      ObjectNode root = JSON.createObjectNode();
      ArrayNode all = root.putArray("blockdevices");
      devices.forEach(device -> all.add(object(device)));
      try {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    private ObjectNode object(Device device) {
      ObjectNode object = JSON.createObjectNode();
      for (String column : columns) {
        String key = column.toLowerCase(Locale.ROOT);
        String value = cell(device, column);
        switch (column) {
          case "MOUNTPOINTS" -> {
            ArrayNode points = object.putArray(key);
            mountPoints(device).forEach(points::add);
          }
          case "RM", "RO" -> object.put(key, value.equals("1"));
          case "SIZE", "START", "PARTN", "FSAVAIL", "FSSIZE", "FSUSED" -> {
            if (value.matches("\\d+")) {
              object.put(key, Long.parseLong(value));
            } else {
              object.put(key, value.isEmpty() ? null : value);
            }
          }
          default -> object.put(key, value.isEmpty() ? null : value);
        }
      }
      List<Device> children = state.children(device);
      if (!children.isEmpty()) {
        ArrayNode inner = object.putArray("children");
        children.forEach(child -> inner.add(object(child)));
      }
      return object;
    }

    String text(List<Device> devices) {
      var rows = new ArrayList<Row>();
      for (Device device : devices) {
        add(device, "", "", rows);
      }
      boolean headings = !options.has("n", "noheadings") && !options.has("P", "pairs");
      if (options.has("P", "pairs")) {
        return rows.stream().map(this::pairs).collect(Collectors.joining());
      }
      var table = new ArrayList<List<String>>();
      if (headings) {
        table.add(columns);
      }
      rows.forEach(row -> table.add(cells(row)));
      if (options.has("r", "raw")) {
        return table.stream()
            .map(cells -> String.join(" ", cells) + "\n")
            .collect(Collectors.joining());
      }
      List<Integer> right =
          java.util.stream.IntStream.range(0, columns.size())
              .filter(
                  i -> List.of("SIZE", "FSAVAIL", "FSUSE%", "RM", "RO").contains(columns.get(i)))
              .boxed()
              .toList();
      return Columns.of(table, 1, right);
    }

    private void add(Device device, String branch, String below, List<Row> rows) {
      // In a list, what lies on two devices is told once.
      if (options.has("l", "list", "P", "pairs")
          && rows.stream().anyMatch(row -> row.device() == device)) {
        return;
      }
      rows.add(new Row(device, branch));
      if (options.has("d", "nodeps")) {
        return;
      }
      List<Device> children = state.children(device);
      for (int i = 0; i < children.size(); i++) {
        boolean last = i == children.size() - 1;
        boolean tree = !options.has("r", "raw", "P", "pairs", "l", "list");
        add(
            children.get(i),
            tree ? below + (last ? "└─" : "├─") : "",
            tree ? below + (last ? "  " : "│ ") : "",
            rows);
      }
    }

    private List<String> cells(Row row) {
      return columns.stream()
          .map(column -> (column.equals("NAME") ? row.branch() : "") + cell(row.device(), column))
          .toList();
    }

    private String pairs(Row row) {
      return columns.stream()
              .map(column -> column + "=\"" + cell(row.device(), column) + "\"")
              .collect(Collectors.joining(" "))
          + "\n";
    }

    private List<String> mountPoints(Device device) {
      return device.isMountable() ? state.mountPoints(Filesystems.id(device)) : List.of();
    }

    private String cell(Device device, String column) {
      boolean paths = options.has("p", "paths");
      List<String> points = mountPoints(device);
      Volume volume = points.isEmpty() ? null : state.volume(Filesystems.id(device));
      return switch (column) {
        case "NAME" ->
            paths ? device.path() : device.mapped.isEmpty() ? device.name : device.mapped;
        case "KNAME" -> paths ? "/dev/" + device.name : device.name;
        case "PATH" -> device.path();
        case "MAJ:MIN" -> device.number;
        case "RM" -> "0";
        case "RO" -> device.readOnly ? "1" : "0";
        case "SIZE" -> size(device.size);
        case "START" -> device.isPartition() ? Long.toString(device.start) : "";
        case "TYPE" -> device.type;
        case "FSTYPE" -> device.holds;
        case "FSVER" -> version(device.holds);
        case "LABEL" -> device.label;
        case "UUID" -> device.uuid;
        case "PTUUID" -> device.tableUuid;
        case "PTTYPE" -> device.tableUuid.isEmpty() ? "" : "gpt";
        case "PARTTYPE" -> device.partType;
        case "PARTTYPENAME" -> Gpt.name(device.partType);
        case "PARTLABEL" -> device.partLabel;
        case "PARTUUID" -> device.partUuid;
        case "PARTN" -> device.isPartition() ? Integer.toString(device.partition) : "";
        case "PKNAME" -> device.parent;
        case "MODEL" -> device.model;
        case "SERIAL" -> device.serial;
        case "TRAN" -> device.name.startsWith("nvme") ? "nvme" : device.transport;
        case "MOUNTPOINT" -> points.isEmpty() ? "" : points.getLast();
        case "MOUNTPOINTS" ->
            options.has("r", "raw") ? String.join("\\x0a", points) : String.join(",", points);
        case "FSSIZE" -> volume == null ? "" : size(volume.size);
        case "FSAVAIL" -> volume == null ? "" : size(volume.free());
        case "FSUSED" -> volume == null ? "" : size(volume.used());
        case "FSUSE%" -> volume == null ? "" : percent(volume);
        default -> throw new Options.Unknown("column " + Arrays.toString(new String[] {column}));
      };
    }

    private String size(long bytes) {
      return options.has("b", "bytes") ? Long.toString(bytes) : Sizes.lsblk(bytes);
    }

    private static String percent(Volume volume) {
      return volume.used() * 100 / Math.max(1, volume.size) + "%";
    }

    private static String version(String type) {
      return switch (type) {
        case "vfat" -> "FAT32";
        case "zfs_member" -> "5000";
        case "ext4" -> "1.0";
        case "crypto_LUKS" -> "2";
        case "LVM2_member" -> "LVM2 001";
        case "linux_raid_member" -> "1.2";
        case "squashfs" -> "4.0";
        default -> "";
      };
    }
  }
}
