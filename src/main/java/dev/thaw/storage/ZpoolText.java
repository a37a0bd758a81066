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
 *     status}, {@code action}, {@code comment}), lines joined by a newline; {@code remarks} stands
 *     for what comes after the tree
 * @param root the pool's own line in the tree of devices
 * @param vdevs the devices below it
 */
record ZpoolText(Map<String, String> fields, Vdev root, List<Vdev> vdevs) {

  private static final Pattern FIELD = Pattern.compile(" {0,6}([a-z]{2,10}):(?: (.*))?");

  /**
   * A state, and after it what else there is. Each part takes all it can, so that none tries again.
   */
  private static final Pattern STATE = Pattern.compile("([A-Z]+)(?: ++(.*))?");

  private static final Pattern COUNTERS =
      Pattern.compile("(?:\\d[\\d.]{0,12}[KMGTPE]? ++){2}\\S++ *+(.*)");

  /** How deep ZFS nests devices at most, and more; what is deeper counts as that deep. */
  private static final int DEEPEST = 16;

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

  private static ZpoolText block(List<String> text) {
    var fields = new HashMap<String, String>();
    var more = new HashMap<String, StringBuilder>();
    var devices = new ArrayList<String>();
    String current = "";
    for (String line : text) {
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
        // A comment has one line: what is indented below it goes on with what to do.
        String into = current.equals("comment") ? "action" : current;
        more.computeIfAbsent(into, name -> new StringBuilder()).append('\n').append(line.strip());
      }
    }
    more.forEach((name, lines) -> fields.merge(name, lines.toString(), (a, b) -> a + b));
    fields.replaceAll((name, value) -> name.equals("pool") ? value : value.strip());
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
    return new ZpoolText(fields, root, nest(flat, new int[] {0}, 0, 1));
  }

  private record Row(int depth, Vdev vdev) {}

  private static Row row(String line, String pool, String role) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    // The pool's name may hold anything that looks like a state: two spaces, capitals.
    boolean isPool = !pool.isEmpty() && line.startsWith(pool + "  ");
    int at = isPool ? pool.length() : indent;
    while ((at = line.indexOf("  ", at)) >= 0) {
      int word = at;
      while (word < line.length() && line.charAt(word) == ' ') {
        word++;
      }
      Matcher state = STATE.matcher(line).region(word, line.length());
      if (state.matches()) {
        String note = state.group(2) == null ? "" : state.group(2).strip();
        Matcher counters = COUNTERS.matcher(note);
        note = counters.matches() ? counters.group(1) : note;
        String name = line.substring(isPool ? 0 : indent, at);
        return new Row(indent, new Vdev(name, role, state.group(1), note, List.of()));
      }
      at = word;
    }
    return new Row(indent, new Vdev(line.strip(), role, "", "", List.of()));
  }

  /** Makes the tree of the rows from {@code at[0]} on that are deeper than {@code above}. */
  private static List<Vdev> nest(List<Row> rows, int[] at, int above, int level) {
    var vdevs = new ArrayList<Vdev>();
    while (at[0] < rows.size() && rows.get(at[0]).depth() > above) {
      Row row = rows.get(at[0]++);
      Vdev vdev = row.vdev();
      List<Vdev> children = level < DEEPEST ? nest(rows, at, row.depth(), level + 1) : List.of();
      vdevs.add(new Vdev(vdev.name(), vdev.role(), vdev.state(), vdev.note(), children));
    }
    return vdevs;
  }
}
