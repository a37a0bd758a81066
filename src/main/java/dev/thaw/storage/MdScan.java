package dev.thaw.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code mdadm --examine --scan --verbose} and {@code mdadm --detail --scan --verbose}. */
final class MdScan {

  private record Line(String name, Map<String, String> words) {
    List<String> devices() {
      String devices = words.getOrDefault("devices", "");
      return devices.isEmpty() ? List.of() : List.of(devices.split(","));
    }
  }

  private MdScan() {}

  /**
   * The arrays that members tell of or that are assembled.
   *
   * @param examine what the members say
   * @param detail what is assembled
   */
  static List<MdArray> parse(String examine, String detail) {
    Map<String, Line> assembled = byUuid(detail);
    Map<String, Line> known = byUuid(examine);
    assembled.forEach(known::putIfAbsent);
    var arrays = new ArrayList<MdArray>();
    known.forEach((uuid, line) ->
        arrays.add(
            new MdArray(
                line.name(),
                uuid,
                line.words().getOrDefault("level", ""),
                number(line.words().get("num-devices")),
                line.devices(),
                Optional.ofNullable(assembled.get(uuid)).map(Line::name))));
    return arrays;
  }

  private static Map<String, Line> byUuid(String text) {
    var lines = new LinkedHashMap<String, Line>();
    for (String line : joined(text)) {
      String[] words = line.trim().split("\\s+");
      var values = new HashMap<String, String>();
      for (String word : words) {
        int equals = word.indexOf('=');
        if (equals > 0) {
          values.put(word.substring(0, equals), word.substring(equals + 1));
        }
      }
      boolean container = "container".equals(values.get("level"));
      if (words.length > 1 && values.containsKey("UUID") && !container) {
        String name = words[1].contains("=") ? "" : words[1];
        lines.put(values.get("UUID"), new Line(name, values));
      }
    }
    return lines;
  }

  /** One line for each array: the lines that go on with one are indented. */
  private static List<String> joined(String text) {
    var lines = new ArrayList<String>();
    for (String line : text.split("\n")) {
      if (line.startsWith("ARRAY ")) {
        lines.add(line);
      } else if (!lines.isEmpty() && line.startsWith(" ")) {
        lines.add(lines.removeLast() + line);
      }
    }
    return lines;
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
