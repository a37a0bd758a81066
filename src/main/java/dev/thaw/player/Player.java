package dev.thaw.player;

import dev.thaw.app.CellFailure;
import dev.thaw.app.ExitStatus;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.CellState;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.Notebook;
import dev.thaw.player.Running.End;
import dev.thaw.player.Stopping.Question;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.view.Tone;
import java.util.Map;
import java.util.Optional;

/** Plays a notebook, cell by cell: shows each, asks the person what to do, and runs it. */
public final class Player {

  /** Where a play stopped before its end, or that it did not. */
  private enum Ending {
    NONE,
    QUIT,
    FAILED
  }

  private final CellEnvironment environment;
  private final Journal journal;
  private final Running running;
  private final Stopping stopping;
  private Ending ending = Ending.NONE;
  private int status = ExitStatus.PASSED;

  /** Plays the journal's cells in this session. */
  public Player(CellEnvironment environment, Journal journal, StatusLine whereabouts) {
    this.environment = environment;
    this.journal = journal;
    this.running = new Running(environment, journal);
    this.stopping = new Stopping(environment, journal, whereabouts);
  }

  /**
   * Plays the cells from one place up to another, both counted from 0.
   *
   * @param end the cell after the last
   * @return the exit status
   */
  public int play(int from, int end) {
    // Parameters that are asked for become a cell of their own on the way.
    int behind = journal.cells().size() - end;
    int at = from;
    while (ending == Ending.NONE && at < journal.cells().size() - behind) {
      // Ctrl-C while text was shown.
      at = Thread.interrupted() ? quit(at) : cell(at);
    }
    if (ending != Ending.NONE || behind > 0) {
      journal.at(at);
    } else {
      journal.finish();
    }
    return ending == Ending.NONE && hasFailed() ? ExitStatus.FAILED : status;
  }

  /** Whether a step failed that was neither optional nor run again with success. */
  private boolean hasFailed() {
    for (int i = 0; i < journal.cells().size(); i++) {
      boolean failed = journal.state(i).filter(CellState.FAILED::equals).isPresent();
      if (failed && !journal.cell(i).is("optional")) {
        return true;
      }
    }
    return false;
  }

  /** Whether the play came to its end. */
  public boolean isAtEnd() {
    return ending == Ending.NONE;
  }

  /** Plays a cell and gives the one to go on with. */
  private int cell(int at) {
    Cell cell = journal.cell(at);
    if (Steps.isManual(cell)) {
      return manual(at);
    }
    if (cell.type() == Cell.Type.MARKDOWN) {
      stopping.show(at);
      return at + 1;
    }
    return cell.type() == Cell.Type.CODE && !cell.source().isBlank() ? code(at) : at + 1;
  }

  // ---- what the person does with their hands

  private int manual(int at) {
    stopping.show(at);
    stopping.position(at);
    if (!environment.attended()) {
      environment.screen().say(Tone.WARN, "This is for a person to do; Thaw did not do it.");
      journal.mark(at, CellState.SKIPPED);
      return at + 1;
    }
    return switch (stopping.ask(at, Question.MANUAL)) {
      case QUIT -> quit(at);
      case BACK -> stopping.before(at);
      case SKIP -> passed(at, CellState.SKIPPED);
      default -> passed(at, CellState.DONE);
    };
  }

  /** Goes on behind a cell that was not run now; what became of it earlier stays known. */
  private int passed(int at, CellState state) {
    if (state == CellState.DONE || journal.state(at).isEmpty()) {
      journal.mark(at, state);
    }
    journal.at(at + 1);
    stopping.leave(at);
    return at + 1;
  }

  // ---- what Thaw runs

  private int code(int at) {
    Cell cell = journal.cell(at);
    if (cell.is("skip-unattended") && !environment.attended()) {
      environment
          .screen()
          .say(Tone.WARN, "Passed over, because nobody is there: " + stopping.name(at) + ".");
      journal.mark(at, CellState.SKIPPED);
      return at + 1;
    }
    stopping.show(at);
    if (Steps.isInjected(cell)) {
      return run(at);
    }
    stopping.position(at);
    if (!environment.attended()) {
      return run(at);
    }
    if (cell.is("parameters")) {
      Optional<Boolean> asked = parameters();
      if (asked.isEmpty()) {
        return quit(at);
      }
      if (asked.get()) {
        return run(at);
      }
    }
    return prompted(at, Question.RUN);
  }

  /** Asks for parameters; empty when the person wants to leave, false when there are none. */
  private Optional<Boolean> parameters() {
    var asking = new Asking(environment, new Notebook(Map.of(), 5, journal.cells()));
    if (asking.open(journal.parameters()).isEmpty()) {
      return Optional.of(false);
    }
    Optional<Map<String, String>> given = asking.ask(journal.parameters());
    given.ifPresent(values -> {
      journal.set(values, environment.evaluator().get());
      stopping.renumber();
    });
    return given.map(_ -> true);
  }

  private int prompted(int at, Question question) {
    return switch (stopping.ask(at, question)) {
      case QUIT -> quit(at);
      case BACK -> stopping.before(at);
      case SKIP -> passed(at, CellState.SKIPPED);
      default -> run(at);
    };
  }

  private int run(int at) {
    stopping.leave(at);
    return switch (running.run(at, stopping.name(at))) {
      case End.Passed _, End.Held _ -> at + 1;
      case End.Failed(CellFailure why, boolean refused) ->
          environment.attended() ? attendedFailure(at, refused) : failure(at, why);
    };
  }

  private int attendedFailure(int at, boolean refused) {
    if (refused) {
      journal.mark(at, CellState.SKIPPED);
      journal.at(at);
      return prompted(at, Question.REFUSED);
    }
    stopping.position(at);
    return prompted(at, Question.FAILED);
  }

  private int failure(int at, CellFailure why) {
    boolean optional = journal.cell(at).is("optional");
    if (optional && why.status() == ExitStatus.FAILED) {
      environment.screen().say(Tone.WARN, "This step is optional: going on without it.");
      return at + 1;
    }
    status = why.status();
    ending = Ending.FAILED;
    return at;
  }

  private int quit(int at) {
    ending = Ending.QUIT;
    boolean failed = journal.state(at).filter(CellState.FAILED::equals).isPresent();
    status = failed ? ExitStatus.FAILED : ExitStatus.INTERRUPTED;
    return at;
  }
}
