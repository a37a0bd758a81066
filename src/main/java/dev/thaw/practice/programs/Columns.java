package dev.thaw.practice.programs;

import java.util.List;
import java.util.stream.Collectors;

/** Tables as the tools print them: columns as wide as their widest cell. */
final class Columns {

  private Columns() {}

  /**
   * Lays rows out.
   *
   * @param gap how many blanks stand between columns
   * @param right which columns stand at the right, by number
   */
  static String of(List<List<String>> rows, int gap, List<Integer> right) {
    if (rows.isEmpty()) {
      return "";
    }
    int count = rows.getFirst().size();
    int[] widths = new int[count];
    for (List<String> row : rows) {
      for (int i = 0; i < count; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      for (int i = 0; i < count; i++) {
        String cell = row.get(i);
        String pad = " ".repeat(widths[i] - cell.length());
        boolean last = i == count - 1;
        text.append(right.contains(i) ? pad + cell : last ? cell : cell + pad);
        text.append(last ? "\n" : " ".repeat(gap));
      }
    }
    return text.toString();
  }

  /** Rows with tabs between, as scripts read them. */
  static String tabbed(List<List<String>> rows) {
    return rows.stream().map(row -> String.join("\t", row) + "\n").collect(Collectors.joining());
  }
}
