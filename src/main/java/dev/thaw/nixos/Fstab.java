package dev.thaw.nixos;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
    if (field.indexOf('\\') < 0) {
      return field;
    }
    var bytes = new ByteArrayOutputStream();
    int plain = 0;
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
        bytes.writeBytes(field.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(Integer.parseInt(field, i + 1, i + 4, 8));
        i += 3;
        plain = i + 1;
      }
    }
    bytes.writeBytes(field.substring(plain).getBytes(StandardCharsets.UTF_8));
    // Letters beyond ASCII are several bytes, each with its own escape.
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isOctal(String text, int from) {
    return text.charAt(from) >= '0'
        && text.charAt(from) <= '3'
        && text.charAt(from + 1) >= '0'
        && text.charAt(from + 1) <= '7'
        && text.charAt(from + 2) >= '0'
        && text.charAt(from + 2) <= '7';
  }

  private static int number(String field) {
    return field.matches("[0-9]{1,9}") ? Integer.parseInt(field) : 0;
  }
}
