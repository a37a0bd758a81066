package dev.thaw.player;

import dev.thaw.app.CellFailure;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.CellRun;
import dev.thaw.notebook.CellState;
import dev.thaw.notebook.Journal;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Value;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.view.Tone;
import java.util.Optional;

/**
 * Brings back the variables of the cells before the one that a play begins with: evaluates them
 * again, quietly, as far as they only look.
 */
final class CatchUp {

  private final CellEnvironment environment;
  private final Journal journal;
  private final Steps steps;

  CatchUp(CellEnvironment environment, Journal journal) {
    this.environment = environment;
    this.journal = journal;
    this.steps = Steps.of(journal.cells());
  }

  /** Goes on from an earlier play: what only looked then is evaluated, what declares is run. */
  void again(int end) {
    for (int i = 0; i < end && !Thread.currentThread().isInterrupted(); i++) {
      Optional<CellState> then = journal.state(i);
      String source = journal.cell(i).source();
      if (then.equals(Optional.of(CellState.RAN))) {
        quietly(i, end);
      } else if (then.equals(Optional.of(CellState.ACTED))
          && environment.evaluator().get().anatomy(source).declares()) {
        environment.screen().say(Tone.DIM, "Again, for its variables: " + steps.name(i));
        remark(i, environment.run(source, journal.count()));
      }
    }
  }

  /** Begins in the middle: everything before is evaluated, as far as it only looks. */
  void skipped(int end) {
    for (int i = 0; i < end && !Thread.currentThread().isInterrupted(); i++) {
      Cell cell = journal.cell(i);
      if (cell.type() == Cell.Type.CODE && !cell.source().isBlank() && !Steps.isManual(cell)) {
        journal.running(i);
        CellRun ran = quietly(i, end);
        boolean ok = ran.result() instanceof Value;
        boolean held = CellFailure.heldBack(ran.result()).isPresent();
        CellState state = ok ? CellState.RAN : held ? CellState.HELD_BACK : CellState.SKIPPED;
        journal.ended(i, state, ran, Optional.empty());
      }
    }
  }

  private CellRun quietly(int index, int end) {
    ExecutionMode mode = environment.rescue().mode();
    if (mode == ExecutionMode.APPLY) {
      environment.rescue().mode(ExecutionMode.READ_ONLY);
    }
    try {
      int of = steps.number(end) - 1;
      environment.interaction().progress("step " + steps.number(index) + " of " + of + " again …");
      CellRun ran = environment.runQuietly(journal.cell(index).source(), journal.count());
      remark(index, ran);
      return ran;
    } finally {
      environment.rescue().mode(mode);
    }
  }

  private void remark(int index, CellRun ran) {
    if (ran.result() instanceof Value) {
      return;
    }
    if (ran.result() instanceof Stopped) {
      // Who stops a cell here wants to leave: the play itself sees to it.
      Thread.currentThread().interrupt();
      return;
    }
    String line =
        CellFailure.heldBack(ran.result()).isPresent()
            ? "not run again, because it acts."
            : CellFailure.line(ran.result());
    environment.screen().say(Tone.WARN, "* " + steps.name(index) + ": " + line);
  }
}
