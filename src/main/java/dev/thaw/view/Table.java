package dev.thaw.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings, made to fit: long cells are cut or go on below, columns with nothing in them
 * left out.
 */
final class Table {

  private static final String GAP = "  ";
  private static final int NARROWEST = 6;

  private record Shown(
      String title, boolean right, boolean firm, boolean wraps, List<TableCell> cells) {
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
      List<TableCell> cells = rows.stream().map(column.cell()).toList();
      if (cells.stream().anyMatch(cell -> !cell.text().isEmpty())) {
        shown.add(new Shown(column.title(), column.right(), column.firm(), column.wraps(), cells));
      }
    }
    int[] widths = shown.stream().mapToInt(Shown::wish).toArray();
    shrink(shown, widths, width - GAP.length() * (widths.length - 1));
    int fitting = fitting(widths, width);
    var lines = new ArrayList<String>();
    if (shown.stream().anyMatch(column -> !column.title().isEmpty())) {
      lines.addAll(lines(shown.subList(0, fitting), widths, -1, style));
    }
    for (int row = 0; row < rows.size(); row++) {
      lines.addAll(lines(shown.subList(0, fitting), widths, row, style));
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

  /** One row: a line, and more below it where a sentence goes on. */
  private static List<String> lines(List<Shown> columns, int[] widths, int row, Style style) {
    var cells = new ArrayList<TableCell>();
    var texts = new ArrayList<List<String>>();
    for (int i = 0; i < columns.size(); i++) {
      Shown column = columns.get(i);
      TableCell cell = row < 0 ? new TableCell(column.title(), Tone.HEAD) : column.cells().get(row);
      cells.add(cell);
      texts.add(
          column.wraps() && row >= 0
              ? Width.wrap(cell.text(), widths[i])
              : List.of(Width.cut(cell.text(), widths[i], style)));
    }
    int height = texts.stream().mapToInt(List::size).max().orElse(0);
    var lines = new ArrayList<String>();
    for (int at = 0; at < height; at++) {
      var line = new StringBuilder();
      for (int i = 0; i < columns.size(); i++) {
        String text = at < texts.get(i).size() ? texts.get(i).get(at) : "";
        String fill = Width.fill(text, widths[i]);
        boolean last = i == columns.size() - 1;
        String painted = style.paint(cells.get(i).tone(), text);
        line.append(i == 0 ? "" : GAP);
        line.append(columns.get(i).right() ? fill + painted : last ? painted : painted + fill);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
