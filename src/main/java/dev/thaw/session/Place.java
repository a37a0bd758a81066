package dev.thaw.session;

import dev.thaw.machine.Clean;

/**
 * A place in a cell as it was written.
 *
 * @param line its line, counted from 1
 * @param column its column in that line, counted from 1; 0 when only the line is known
 * @param text the whole line
 */
public record Place(int line, int column, String text) {

  /** The place of a character of the cell. */
  static Place at(String cell, int offset) {
    int within = Math.clamp(offset, 0, cell.length());
    int start = cell.lastIndexOf('\n', within - 1) + 1;
    int end = cell.indexOf('\n', within);
    int line = (int) cell.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    String text = cell.substring(start, end < 0 ? cell.length() : end);
    return new Place(line, within - start + 1, text);
  }

  /** The same line, when nothing in it can be pointed at. */
  Place wholeLine() {
    return new Place(line, 0, text);
  }

  /** The line, and below it a caret where the place is; no caret when only the line is known. */
  public String pointed() {
    String shown = Clean.line(text.replace('\t', ' '));
    if (column == 0) {
      return shown;
    }
    String before = text.substring(0, Math.min(column - 1, text.length()));
    return shown + "\n" + " ".repeat(Clean.line(before.replace('\t', ' ')).length()) + "^";
  }
}
