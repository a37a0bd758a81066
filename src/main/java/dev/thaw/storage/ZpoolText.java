package dev.thaw.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the blocks that {@code zpool import} and {@code zpool status} print, one for each pool.
 *
 * @param fields what follows each of ZFS's words ({@code pool}, {@code id}, {@code state}, {@code
 *     status}, {@code action}, {@code comment}), lines joined by a newline
 * @param root the pool's own line in the tree of devices
 * @param vdevs the devices below it
 */
record ZpoolText(Map<String, String> fields, Vdev root, List<Vdev> vdevs) {

  private static final Pattern FIELD = Pattern.compile(" {0,6}([a-z]{2,10}):(?: (.*))?");

  /** Indent, name, state, and after two or more spaces what else there is. */
  private static final Pattern DEVICE =
      Pattern.compile("( *)(\\S.*?) {2,}([A-Z]+)(?: +(.*?))?\\s*");

  private static final Pattern COUNTERS = Pattern.compile("(?:\\d[\\d.]*[KMGTPE]? +){2}\\S+ *(.*)");

  private static final List<String> ROLES = List.of("logs", "cache", "spares", "special", "dedup");

  /** The field, or empty. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The blocks in {@code text}, in the order printed; what is before the first pool is ignored. */
  static List<ZpoolText> parse(String text) {
    var blocks = new ArrayList<ZpoolText>();
    var block = new ArrayList<String>();
    for (String line : text.split("\n")) {
      Matcher field = FIELD.matcher(line);
      if (field.matches() && field.group(1).equals("pool")) {
        add(blocks, block);
        block.clear();
      }
      block.add(line);
    }
    add(blocks, block);
    return blocks;
  }

  private static void add(List<ZpoolText> blocks, List<String> lines) {
    ZpoolText block = block(lines);
    if (!block.field("pool").isEmpty()) {
      blocks.add(block);
    }
  }

  private static ZpoolText block(List<String> lines) {
    var fields = new HashMap<String, String>();
    var devices = new ArrayList<String>();
    String current = "";
    for (String line : lines) {
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        current = field.group(1);
        // A pool's name may end in a space; ZFS prints nothing else after it.
        fields.putIfAbsent(current, field.group(2) == null ? "" : field.group(2));
      } else if (current.equals("config") && line.startsWith("\t")) {
        devices.add(line.substring(1));
      } else if (current.equals("config") && line.isBlank() && !devices.isEmpty()) {
        // After the tree come only remarks on it: "Additional devices are known to be part of…".
        current = "remarks";
      } else if (!line.isBlank()) {
        fields.merge(current, line.strip(), (before, more) -> before + "\n" + more);
      }
    }
    return tree(fields, devices);
  }

  private static ZpoolText tree(Map<String, String> fields, List<String> lines) {
    String pool = fields.getOrDefault("pool", "");
    Vdev root = new Vdev(pool, "", "", "", List.of());
    var flat = new ArrayList<Row>();
    String role = "";
    boolean rootSeen = false;
    for (String line : lines) {
      Row row = row(line, rootSeen ? "" : pool, role);
      if (row.depth() == 0 && row.vdev().state().equals("STATE")) {
        continue;
      }
      if (row.depth() == 0 && rootSeen && ROLES.contains(row.vdev().name())) {
        role = row.vdev().name();
      } else if (row.depth() == 0 && !rootSeen) {
        root = row.vdev();
        rootSeen = true;
      } else {
        flat.add(row);
      }
    }
    return new ZpoolText(fields, root, nest(flat, new int[] {0}, 0));
  }

  private record Row(int depth, Vdev vdev) {}

  private static Row row(String line, String pool, String role) {
    // The pool's name may hold anything that the pattern would stumble on: two spaces, capitals.
    boolean isPool = !pool.isEmpty() && line.startsWith(pool + "  ");
    Matcher device = DEVICE.matcher(isPool ? "p" + line.substring(pool.length()) : line);
    if (!device.matches()) {
      String name = line.strip();
      return new Row(line.indexOf(name), new Vdev(name, role, "", "", List.of()));
    }
    String name = isPool ? pool : device.group(2);
    String note = device.group(4) == null ? "" : device.group(4);
    Matcher counters = COUNTERS.matcher(note);
    note = counters.matches() ? counters.group(1) : note;
    return new Row(
        device.group(1).length(), new Vdev(name, role, device.group(3), note, List.of()));
  }

  /** Makes the tree of the rows from {@code at[0]} on that are deeper than {@code above}. */
  private static List<Vdev> nest(List<Row> rows, int[] at, int above) {
    var vdevs = new ArrayList<Vdev>();
    while (at[0] < rows.size() && rows.get(at[0]).depth() > above) {
      Row row = rows.get(at[0]++);
      Vdev vdev = row.vdev();
      List<Vdev> children = nest(rows, at, row.depth());
      vdevs.add(new Vdev(vdev.name(), vdev.role(), vdev.state(), vdev.note(), children));
    }
    return vdevs;
  }
}
