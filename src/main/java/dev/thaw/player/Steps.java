package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Headings;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A notebook's steps: the cells that a person stops at, with their numbers and sections. */
final class Steps {

  private static final Set<Cell.Type> PLAYED = Set.of(Cell.Type.CODE, Cell.Type.MARKDOWN);

  private final List<Cell> cells;
  private final List<Integer> steps;
  private final Headings headings;

  private Steps(List<Cell> cells, Headings headings) {
    this.cells = cells;
    this.headings = headings;
    this.steps =
        IntStream.range(0, cells.size()).filter(i -> isStep(cells.get(i))).boxed().toList();
  }

  /** The steps of a notebook with these cells. */
  static Steps of(List<Cell> cells) {
    return new Steps(cells, Headings.of(new Notebook(Map.of(), 5, cells)));
  }

  /** Whether there is something to run, or something that the person does. */
  static boolean isStep(Cell cell) {
    boolean code = cell.type() == Cell.Type.CODE && !cell.source().isBlank();
    return code && !isInjected(cell) || isManual(cell);
  }

  /** Whether it is something that the person does with their hands. */
  static boolean isManual(Cell cell) {
    return cell.is("manual") && PLAYED.contains(cell.type());
  }

  /** Whether it only gives parameters their values: it belongs to the step before. */
  static boolean isInjected(Cell cell) {
    return Parameters.isInjected(cell);
  }

  /** Its number, from 1; for a cell that is no step, that of the next one. */
  int number(int index) {
    return Math.min(1 + (int) steps.stream().filter(step -> step < index).count(), count());
  }

  /** How many there are. */
  int count() {
    return steps.size();
  }

  /** The section that a cell is in; empty before the first heading. */
  String title(int index) {
    List<String> path = headings.path(index);
    return path.isEmpty() ? "" : path.getLast();
  }

  /** What a cell is called: "step 7, Mount it". */
  String name(int index) {
    String title = title(index);
    return "step " + number(index) + (title.isEmpty() ? "" : ", " + Clean.line(title));
  }

  /** The cell to begin with, so that the step before this cell's is shown with its text. */
  int before(int index) {
    int step = steps.stream().filter(i -> i < index).reduce(-1, (_, last) -> last);
    return withText(Math.max(step, 0));
  }

  /** The cell to begin with, so that this one is shown with the text that leads to it. */
  int withText(int index) {
    int from = index;
    while (from > 0 && !isStep(cells.get(from - 1)) && !isInjected(cells.get(from - 1))) {
      from--;
    }
    return from;
  }
}
