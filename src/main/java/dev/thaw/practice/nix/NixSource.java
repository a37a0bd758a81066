package dev.thaw.practice.nix;

import dev.thaw.nixos.edit.NixText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in the Nix language, and where in it nix would complain.
 *
 * @param file where it is from, as nix names it
 * @param text the text
 */
record NixSource(String file, NixText text) {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_'-]*");

  /**
   * Parses a text.
   *
   * @throws NixError as nix says it
   */
  static NixSource parsed(String file, String source) {
    var parsed = new NixSource(file, NixText.read(source));
    if (!parsed.text.faults().isEmpty()) {
      NixText.Fault fault = parsed.text.faults().getFirst();
      int at = Math.min(fault.offset(), source.length());
      throw new NixError(
          "syntax error, unexpected "
              + word(source, at)
              + ", expecting "
              + fault.message()
              + parsed.place(at));
    }
    return parsed;
  }

  private static String word(String source, int at) {
    if (at >= source.length()) {
      return "end of file";
    }
    Matcher word = WORD.matcher(source);
    return word.find(at) && word.start() == at ? "ID" : "'" + source.charAt(at) + "'";
  }

  /** Where something is, as nix shows it: the line, its neighbours and a caret. */
  String place(int offset) {
    int line = text.line(offset);
    int column = offset - text.lineStart(offset) + 1;
    List<String> lines = text.text().lines().toList();
    var shown = new StringBuilder();
    shown.append("\nat ").append(file).append(':').append(line).append(':').append(column);
    shown.append(":\n");
    for (int i = line - 1; i <= line + 1; i++) {
      if (i >= 1 && i <= lines.size()) {
        shown.append("%6d| %s%n".formatted(i, lines.get(i - 1)).replace("\r", ""));
        if (i == line) {
          shown.append(" ".repeat(6)).append("| ").append(" ".repeat(column - 1)).append("^\n");
        }
      }
    }
    return shown.toString().stripTrailing();
  }
}
