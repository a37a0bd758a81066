package dev.thaw.view;

import dev.thaw.view.Prose.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;

/**
 * A table of prose. Other than a {@link Table} of values, it cuts nothing: cells are wrapped, and
 * when the columns still don't fit beside each other, every row becomes a list.
 */
final class MarkdownTable {

  private static final String GAP = "  ";
  private static final int NARROWEST = 4;

  private final Style style;
  private final int width;
  private final List<List<Prose>> rows = new ArrayList<>();
  private final List<TableCell.Alignment> alignments = new ArrayList<>();

  private MarkdownTable(int width, Style style) {
    this.width = width;
    this.style = style;
  }

  /** Its lines, the head first. */
  static List<String> of(TableBlock block, int width, Style style) {
    var table = new MarkdownTable(width, style);
    for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        table.row(row, part instanceof TableHead);
      }
    }
    return table.lines();
  }

  private void row(Node row, boolean head) {
    var cells = new ArrayList<Prose>();
    for (Node node = row.getFirstChild(); node != null; node = node.getNext()) {
      cells.add(Prose.of(node, head ? Tone.HEAD : Tone.PLAIN, style));
      if (head) {
        alignments.add(((TableCell) node).getAlignment());
      }
    }
    rows.add(cells);
  }

  private List<String> lines() {
    int columns = rows.getFirst().size();
    int room = width - GAP.length() * (columns - 1);
    if (room < columns * NARROWEST) {
      return lists();
    }
    int[] widths = widths(prose -> longest(prose.lines(Integer.MAX_VALUE)));
    // Words stay whole in columns that take no more than their share.
    int share = room / columns;
    shrink(widths, widths(prose -> Math.min(share, prose.longestWord())), room);
    shrink(widths, widths(_ -> NARROWEST), room);
    List<List<String>> shown = rows.stream().map(row -> beside(row, widths)).toList();
    boolean wrapped = shown.stream().skip(1).anyMatch(row -> row.size() > 1);
    var lines = new ArrayList<>(shown.getFirst());
    String rule = style.unicode() ? "─" : "-";
    lines.add(String.join(GAP, IntStream.of(widths).mapToObj(rule::repeat).toList()));
    for (int i = 1; i < shown.size(); i++) {
      // Where rows take several lines, only an empty one tells where the next begins.
      if (wrapped && i > 1) {
        lines.add("");
      }
      lines.addAll(shown.get(i));
    }
    return lines;
  }

  private int[] widths(ToIntFunction<Prose> measure) {
    return IntStream.range(0, rows.getFirst().size())
        .map(i -> rows.stream().mapToInt(row -> measure.applyAsInt(row.get(i))).max().orElse(0))
        .toArray();
  }

  private static int longest(List<Line> lines) {
    return lines.stream().mapToInt(Line::cells).max().orElse(0);
  }

  /** Takes cell by cell from the widest column that is wider than its floor, until they fit. */
  private static void shrink(int[] widths, int[] floors, int room) {
    int sum = IntStream.of(widths).sum();
    while (sum-- > room) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(i -> widths[i] > floors[i])
              .boxed()
              .max((i, j) -> widths[i] - widths[j])
              .orElse(-1);
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private List<String> beside(List<Prose> row, int[] widths) {
    var lines = new ArrayList<String>();
    var cells = new ArrayList<List<Line>>();
    for (int i = 0; i < widths.length; i++) {
      cells.add(row.get(i).lines(Math.max(1, widths[i])));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int y = 0; y < Math.max(1, height); y++) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        Line text = y < cells.get(i).size() ? cells.get(i).get(y) : new Line("", 0);
        int free = widths[i] - text.cells();
        int before = before(alignments.get(i), free);
        line.append(i == 0 ? "" : GAP)
            .append(" ".repeat(before))
            .append(text.painted())
            .append(" ".repeat(free - before));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int before(TableCell.Alignment alignment, int free) {
    return switch (alignment) {
      case RIGHT -> free;
      case CENTER -> free / 2;
      case null, default -> 0;
    };
  }

  /** Every row by itself: each cell below its column's head. */
  private List<String> lists() {
    var lines = new ArrayList<String>();
    List<Prose> head = rows.getFirst();
    for (List<Prose> row :
        rows.size() > 1 ? rows.subList(1, rows.size()) : Collections.singleton(head)) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int i = 0; i < head.size(); i++) {
        if (row != head) {
          head.get(i).lines(width).forEach(line -> lines.add(line.painted()));
        }
        int indent = width > 2 * NARROWEST ? 2 : 0;
        row.get(i)
            .lines(width - indent)
            .forEach(line -> lines.add(" ".repeat(indent) + line.painted()));
      }
    }
    return lines;
  }
}
