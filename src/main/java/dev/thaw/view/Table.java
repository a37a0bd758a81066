package dev.thaw.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under headings, made to fit: long cells are cut, columns with nothing in them left out. */
final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private record Shown(String title, boolean right, boolean firm, List<Cell> cells) {
    int wish() {
      return Math.max(
          Width.of(title), cells.stream().mapToInt(cell -> Width.of(cell.text())).max().orElse(0));
    }
  }

  private Table() {}

  /** The table of these rows, in at most {@code width} cells if that can be. */
  static <T> List<String> of(List<Column<T>> columns, List<T> rows, int width, Style style) {
    var shown = new ArrayList<Shown>();
    for (Column<T> column : columns) {
      List<Cell> cells = rows.stream().map(column.cell()).toList();
      if (cells.stream().anyMatch(cell -> !cell.text().isEmpty())) {
        shown.add(new Shown(column.title(), column.right(), column.firm(), cells));
      }
    }
    int[] widths = shown.stream().mapToInt(Shown::wish).toArray();
    shrink(shown, widths, width - GAP.length() * (widths.length - 1));
    int fitting = fitting(widths, width);
    var lines = new ArrayList<String>();
    if (shown.stream().anyMatch(column -> !column.title().isEmpty())) {
      lines.add(line(shown.subList(0, fitting), widths, -1, style));
    }
    for (int row = 0; row < rows.size(); row++) {
      lines.add(line(shown.subList(0, fitting), widths, row, style));
    }
    if (fitting < shown.size()) {
      List<String> left = shown.stream().skip(fitting).map(Shown::title).toList();
      String missing = "(not shown: " + String.join(", ", left) + ")";
      lines.add(style.paint(Tone.DIM, Width.cut(missing, width, style)));
    }
    return lines;
  }

  /**
   * Takes cell by cell from the widest column that may be cut, until they fit or all are narrow.
   */
  private static void shrink(List<Shown> columns, int[] widths, int room) {
    while (IntStream.of(widths).sum() > room) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean wider = widest < 0 || widths[i] > widths[widest];
        widest = wider && !columns.get(i).firm() && widths[i] > NARROWEST ? i : widest;
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private static int fitting(int[] widths, int width) {
    int used = -GAP.length();
    int count = 0;
    while (count < widths.length && used + GAP.length() + widths[count] <= width) {
      used += GAP.length() + widths[count++];
    }
    return Math.max(Math.min(1, widths.length), count);
  }

  private static String line(List<Shown> columns, int[] widths, int row, Style style) {
    var line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Shown column = columns.get(i);
      Cell cell = row < 0 ? new Cell(column.title(), Tone.HEAD) : column.cells().get(row);
      String text = Width.cut(cell.text(), widths[i], style);
      String fill = Width.fill(text, widths[i]);
      boolean last = i == columns.size() - 1;
      String painted = style.paint(cell.tone(), text);
      line.append(i == 0 ? "" : GAP);
      line.append(column.right() ? fill + painted : last ? painted : painted + fill);
    }
    return line.toString().stripTrailing();
  }
}
