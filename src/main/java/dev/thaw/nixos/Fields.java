package dev.thaw.nixos;

import dev.thaw.machine.ByteEscapes;
import dev.thaw.machine.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Keys and values as {@code survey.sh} prints them, and as lsblk and findmnt do with -P. */
record Fields(Map<String, List<String>> all) {

  private static final Pattern PAIR = Pattern.compile("(?<![A-Z:_-])([A-Z:_-]++)=\"([^\"]*)\"");

  /** Reads a section of keys and values, each ended by a NUL; what was cut off is missing. */
  static Fields of(Probe.Sections sections, String section) {
    var all = new HashMap<String, List<String>>();
    List<String> parts = list(sections, section);
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      all.computeIfAbsent(parts.get(i), key -> new ArrayList<>()).add(parts.get(i + 1));
    }
    return new Fields(all);
  }

  /** Reads a section of values, each ended by a NUL. */
  static List<String> list(Probe.Sections sections, String section) {
    String text = raw(sections, section);
    int end = text.lastIndexOf('\0');
    return end < 0 ? List.of() : List.of(text.substring(0, end).split("\0", -1));
  }

  /** What a section printed, whether or not its last command succeeded. */
  static String raw(Probe.Sections sections, String section) {
    return new String(bytes(sections, section), StandardCharsets.UTF_8);
  }

  /** The same as bytes. */
  static byte[] bytes(Probe.Sections sections, String section) {
    return sections.find(section).map(Probe.Section::out).orElse(new byte[0]);
  }

  /** Reads pairs {@code KEY="value"}, in which odd bytes are written {@code \xNN}. */
  static Fields pairs(String text) {
    var all = new HashMap<String, List<String>>();
    PAIR.matcher(text)
        .results()
        .forEach(pair ->
            all.computeIfAbsent(pair.group(1), key -> new ArrayList<>())
                .add(ByteEscapes.undone(pair.group(2))));
    return new Fields(all);
  }

  /** The first value of a key; empty when there is none. */
  String get(String key) {
    return all.getOrDefault(key, List.of("")).getFirst();
  }

  /** The first value of a key without blanks and newlines around it. */
  String line(String key) {
    return get(key).strip();
  }

  /** The first value of a key as a number; -1 when it is none. */
  long number(String key) {
    return number(line(key), -1);
  }

  /** Reads a number that is not negative. */
  static long number(String text, long otherwise) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  /** Whether the first value is {@code yes}. */
  boolean yes(String key) {
    return line(key).equals("yes");
  }
}
