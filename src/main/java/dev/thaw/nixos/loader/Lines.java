package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A text of a boot loader, with a line taken out of it or put into it. */
final class Lines {

  private Lines() {}

  /** The text without such lines; each that is left ends with a newline. */
  static String without(String text, Predicate<String> which) {
    return joined(text.lines().filter(which.negate()).toList());
  }

  /** The text with a line before the first such one; at its end where there is none. */
  static String before(String text, Predicate<String> which, String line) {
    var lines = new ArrayList<>(text.lines().toList());
    int at = 0;
    while (at < lines.size() && !which.test(lines.get(at))) {
      at++;
    }
    lines.add(at, line);
    return joined(lines);
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
