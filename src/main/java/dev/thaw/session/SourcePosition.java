package dev.thaw.session;

import dev.thaw.machine.Clean;

/**
 * A place in a cell as it was written.
 *
 * @param line its line, counted from 1
 * @param column its column in that line, counted from 1; 0 when only the line is known
 * @param text the whole line
 */
public record SourcePosition(int line, int column, String text) {

  /** How much of a line is shown: it is to stay one, or the caret points nowhere. */
  private static final int MOST = 74;

  private static final String CUT = "…";

  /** The place of a character of the cell. */
  static SourcePosition at(String cell, int offset) {
    int within = Math.clamp(offset, 0, cell.length());
    int start = cell.lastIndexOf('\n', within - 1) + 1;
    int end = cell.indexOf('\n', within);
    int line = (int) cell.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    String text = cell.substring(start, end < 0 ? cell.length() : end);
    return new SourcePosition(line, within - start + 1, text);
  }

  /** The same line, when nothing in it can be pointed at. */
  SourcePosition wholeLine() {
    return new SourcePosition(line, 0, text);
  }

  /**
   * The line, and below it a caret where the place is; no caret when only the line is known. Of a
   * long line the part around the place.
   */
  public String pointed() {
    String shown = shown(text);
    int at =
        column == 0 ? 0 : shown(text.substring(0, Math.min(column - 1, text.length()))).length();
    int from = shown.length() <= MOST ? 0 : Math.clamp(at - MOST / 2, 0, shown.length() - MOST);
    int end = Math.min(shown.length(), from + MOST);
    String left = from > 0 ? CUT : "";
    String line = left + shown.substring(from, end) + (end < shown.length() ? CUT : "");
    return column == 0 ? line : line + "\n" + " ".repeat(left.length() + at - from) + "^";
  }

  private static String shown(String text) {
    return Clean.line(text.replace('\t', ' '));
  }
}
