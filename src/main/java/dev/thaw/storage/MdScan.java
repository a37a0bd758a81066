package dev.thaw.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code mdadm --examine --scan --verbose} and {@code mdadm --detail --scan --verbose}. */
final class MdScan {

  /** What mdadm says of an array; any other word belongs to what stands before it. */
  private static final Set<String> KEYS =
      Set.of(
          "level",
          "metadata",
          "num-devices",
          "UUID",
          "name",
          "spares",
          "devices",
          "container",
          "member",
          "bitmap");

  private record Line(String name, Map<String, String> words, boolean active) {
    String word(String key) {
      return words.getOrDefault(key, "");
    }

    /** The array of the firmware that it is a volume in; empty for an array of its own. */
    String container() {
      return word("container");
    }

    /** Of metadata that is another's, not Linux's own: it holds volumes, and is none. */
    boolean isContainer() {
      return word("level").equals(MdArray.CONTAINER)
          || word("level").isEmpty() && Set.of("imsm", "ddf").contains(word("metadata"));
    }

    List<String> devices() {
      String devices = word("devices");
      return devices.isEmpty() ? List.of() : List.of(devices.split(","));
    }
  }

  private MdScan() {}

  /**
   * The arrays that members tell of or that are assembled.
   *
   * @param examine what the members say
   * @param detail what is assembled
   * @param numbers takes note of numbers that can't be
   */
  static List<MdArray> parse(String examine, String detail, Numbers numbers) {
    Map<String, Line> assembled = byUuid(detail);
    Map<String, Line> known = byUuid(examine);
    assembled.forEach(known::putIfAbsent);
    var arrays = new ArrayList<MdArray>();
    known.forEach((uuid, line) -> {
      Optional<Line> running = Optional.ofNullable(assembled.get(uuid));
      Line container = known.getOrDefault(line.container(), line);
      String level = running.map(l -> l.word("level")).orElse("");
      String count = "the number of devices of array " + line.name();
      arrays.add(
          new MdArray(
              line.name(),
              uuid,
              line.isContainer()
                  ? MdArray.CONTAINER
                  : line.word("level").isEmpty() ? level : line.word("level"),
              numbers.count(line.word("num-devices"), count),
              line.devices().isEmpty() ? container.devices() : line.devices(),
              running.map(Line::name),
              running.map(Line::active).orElse(false),
              known.containsKey(line.container()) ? line.container() : ""));
    });
    return arrays;
  }

  private static Map<String, Line> byUuid(String text) {
    var lines = new LinkedHashMap<String, Line>();
    for (String line : joined(text)) {
      var values = new HashMap<String, StringBuilder>();
      // The device comes first, without a key; it may be left out.
      StringBuilder last = values.computeIfAbsent("", key -> new StringBuilder());
      for (String word : words(line.substring(line.indexOf(' ')))) {
        int equals = word.indexOf('=');
        if (equals > 0 && KEYS.contains(word.substring(0, equals))) {
          last = new StringBuilder(word.substring(equals + 1));
          values.putIfAbsent(word.substring(0, equals), last);
        } else {
          // A blank in a name.
          last.append(last.isEmpty() ? "" : " ").append(word);
        }
      }
      StringBuilder uuid = values.get("UUID");
      if (uuid != null) {
        var texts = new HashMap<String, String>();
        values.forEach((key, value) -> texts.put(key, value.toString()));
        boolean active = !line.startsWith("INACTIVE");
        lines.put(uuid.toString(), new Line(texts.getOrDefault("", ""), texts, active));
      }
    }
    return lines;
  }

  /** The words of a line; what stands in quotes of either kind is one. */
  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote && quote != 0) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        end(word, words);
      } else {
        word.append(c);
      }
    }
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** One line for each array: the lines that go on with one are indented. */
  private static List<String> joined(String text) {
    var lines = new ArrayList<StringBuilder>();
    for (String line : text.split("\n")) {
      if (line.startsWith("ARRAY ") || line.startsWith("INACTIVE-ARRAY ")) {
        lines.add(new StringBuilder(line));
      } else if (!lines.isEmpty() && line.startsWith(" ")) {
        lines.getLast().append(line);
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }
}
