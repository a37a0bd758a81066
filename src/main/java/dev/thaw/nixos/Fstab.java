package dev.thaw.nixos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that says what is mounted where: of an installation, {@code <toplevel>/etc/fstab}.
 *
 * @param entries its lines without comments, in order
 */
public record Fstab(List<FstabEntry> entries) {

  /** Copies the entries. */
  public Fstab {
    entries = List.copyOf(entries);
  }

  /** Reads an fstab; a line with fewer than three fields is none, as mount(8) sees it. */
  public static Fstab parse(String text) {
    var entries = new ArrayList<FstabEntry>();
    int number = 0;
    // Not lines(): that would split at a lone carriage return, and the shell counts by newline.
    for (String line : text.split("\n", -1)) {
      number++;
      String trimmed = line.strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      String[] field = trimmed.split("[ \t]+");
      if (field.length >= 3) {
        entries.add(
            new FstabEntry(
                number,
                unescape(field[0]),
                unescape(field[1]),
                field[2],
                field.length > 3 ? List.of(unescape(field[3]).split(",")) : List.of("defaults"),
                field.length > 4 ? number(field[4]) : 0,
                field.length > 5 ? number(field[5]) : 0));
      }
    }
    return new Fstab(entries);
  }

  /**
   * What is mounted at {@code path}; the last line that says so, as it is mounted over the rest.
   */
  public Optional<FstabEntry> at(String path) {
    return entries.stream().filter(entry -> entry.file().equals(path)).reduce((a, b) -> b);
  }

  /** Resolves {@code \040} and its like: a backslash and three octal digits stand for a byte. */
  static String unescape(String field) {
    var text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
        text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static boolean isOctal(String text, int from) {
    return text.substring(from, from + 3).matches("[0-3][0-7][0-7]");
  }

  private static int number(String field) {
    return field.matches("[0-9]{1,9}") ? Integer.parseInt(field) : 0;
  }
}
