package dev.thaw.nixos;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an option, with dots: {@code fileSystems."/boot".device}. */
final class NixPath {

  private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^.\"]+)");
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_'-]*");

  private NixPath() {}

  /** The parts of a name; quotes keep dots together. */
  static List<String> parse(String option) {
    var parts = new ArrayList<String>();
    Matcher part = PART.matcher(option.strip());
    while (part.find()) {
      parts.add(
          part.group(1) == null
              ? part.group(2).strip()
              : part.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return parts.isEmpty() ? List.of(option) : List.copyOf(parts);
  }

  /** The parts as one name, quoted where they must be. */
  static String print(List<String> parts) {
    return String.join(
        ".",
        parts.stream()
            .map(part ->
                PLAIN.matcher(part).matches()
                    ? part
                    : "\"" + part.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
            .toList());
  }
}
