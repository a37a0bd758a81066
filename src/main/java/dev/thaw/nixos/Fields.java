package dev.thaw.nixos;

import dev.thaw.machine.ByteEscapes;
import dev.thaw.machine.NulText;
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
    return new Fields(NulText.pairs(bytes(sections, section)));
  }

  /** Reads a section of values, each ended by a NUL. */
  static List<String> list(Probe.Sections sections, String section) {
    return NulText.list(bytes(sections, section));
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

  /** The first value of a key of a survey; empty when there is none. */
  String get(SurveyKeys.Key key) {
    return get(key.text());
  }

  /** The same without blanks and newlines around it. */
  String line(SurveyKeys.Key key) {
    return line(key.text());
  }

  /** The same as a number; -1 when it is none. */
  long number(SurveyKeys.Key key) {
    return number(line(key), -1);
  }

  /** Whether the first value is that of a fact that holds. */
  boolean yes(SurveyKeys.Key key) {
    return line(key).equals(SurveyKeys.YES);
  }

  /** The first value of a key; empty when there is none. */
  String get(String key) {
    return all.getOrDefault(key, List.of("")).getFirst();
  }

  /** The first value of a key without blanks and newlines around it. */
  String line(String key) {
    return get(key).strip();
  }

  /** Reads a number that is not negative. */
  static long number(String text, long otherwise) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }
}
