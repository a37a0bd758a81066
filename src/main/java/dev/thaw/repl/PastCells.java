package dev.thaw.repl;

import dev.thaw.notebook.CellRun;
import dev.thaw.session.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was typed and run in this session, in order. */
final class PastCells {

  /**
   * One of them.
   *
   * @param number as it is listed, from 1
   */
  record Past(int number, String source, CellRun ran) {
    /** Whether all of it ran. */
    boolean passed() {
      return ran.result() instanceof CellResult.Value;
    }
  }

  private final List<Past> cells = new ArrayList<>();

  /** The number of the next one. */
  int next() {
    return cells.size() + 1;
  }

  /** Keeps one. */
  void add(String source, CellRun ran) {
    cells.add(new Past(next(), source, ran));
  }

  /** All of them. */
  List<Past> all() {
    return List.copyOf(cells);
  }

  /** The one of that number. */
  Optional<Past> find(int number) {
    return cells.stream().filter(past -> past.number() == number).findFirst();
  }

  /** The last one that did not pass, if nothing passed since. */
  Optional<CellResult> failure() {
    return cells.isEmpty() || cells.getLast().passed()
        ? Optional.empty()
        : Optional.of(cells.getLast().ran().result());
  }

  /** Forgets them. */
  void clear() {
    cells.clear();
  }
}
