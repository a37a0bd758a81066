package dev.thaw.view;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Measures text as a terminal does: in cells, of which a letter takes none, one or two. */
public final class Width {

  private Width() {}

  /** How many cells a clean line takes. */
  public static int of(String line) {
    return line.codePoints().map(Width::cells).sum();
  }

  private static int cells(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }

  /** The line, cut to that many cells, its last one saying that something is missing. */
  public static String cut(String line, int cells, Style style) {
    if (of(line) <= cells) {
      return line;
    }
    var kept = new StringBuilder();
    int used = 0;
    for (int c : line.codePoints().toArray()) {
      if (used + cells(c) > cells - 1) {
        break;
      }
      kept.appendCodePoint(c);
      used += cells(c);
    }
    return cells < 1 ? "" : kept + style.ellipsis();
  }

  /** Blanks that fill a line of that width up to {@code cells}. */
  static String fill(String line, int cells) {
    return " ".repeat(Math.max(0, cells - of(line)));
  }

  /** Breaks at blanks into lines of at most that many cells; a longer word stands alone. */
  public static List<String> wrap(String text, int cells) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > cells) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * Breaks it like {@link #wrap}, with {@code head} before the first line and blanks before others.
   */
  static List<String> hanging(String head, String text, int cells) {
    var lines = new ArrayList<String>();
    for (String line : wrap(text, cells - of(head))) {
      lines.add((lines.isEmpty() ? head : " ".repeat(of(head))) + line);
    }
    return lines;
  }
}
