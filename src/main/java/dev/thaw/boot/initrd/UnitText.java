package dev.thaw.boot.initrd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file as systemd writes its units and its own configuration: sections of {@code Key=value}. */
final class UnitText {

  private UnitText() {}

  /**
   * The variables that a key sets, of a file and what is dropped in beside it: the later word
   * counts, and an empty one takes back what came before.
   *
   * @param texts the file, then its drop-ins in their order
   * @param section without brackets
   */
  static Map<String, String> variables(List<String> texts, String section, String key) {
    var variables = new LinkedHashMap<String, String>();
    for (String text : texts) {
      for (String value : values(text, section, key)) {
        if (value.isEmpty()) {
          variables.clear();
        }
        for (String word : words(value)) {
          int equals = word.indexOf('=');
          if (equals > 0) {
            variables.put(word.substring(0, equals), word.substring(equals + 1));
          }
        }
      }
    }
    return variables;
  }

  private static List<String> values(String text, String section, String key) {
    var values = new ArrayList<String>();
    String in = "";
    for (String line : text.replace("\\\n", " ").split("\n")) {
      String stripped = line.strip();
      if (stripped.startsWith("#") || stripped.startsWith(";")) {
        continue;
      }
      if (stripped.startsWith("[") && stripped.endsWith("]")) {
        in = stripped.substring(1, stripped.length() - 1);
        continue;
      }
      int equals = stripped.indexOf('=');
      if (in.equals(section) && equals > 0 && stripped.substring(0, equals).strip().equals(key)) {
        values.add(stripped.substring(equals + 1).strip());
      }
    }
    return values;
  }

  /**
   * The words of a value: quotes keep blanks together, a backslash takes the next letter as it is.
   */
  static List<String> words(String value) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        word.append(value.charAt(++i));
        begun = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    // A specifier that stands for a percent sign.
    return words.stream().map(each -> each.replace("%%", "%")).toList();
  }
}
