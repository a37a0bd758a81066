package dev.thaw.cli;

import dev.thaw.cli.Running.End;
import dev.thaw.machine.Clean;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.CellState;
import dev.thaw.notebook.Journal;
import dev.thaw.notebook.Notebook;
import dev.thaw.session.Anatomy;
import dev.thaw.view.Tone;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays a notebook, cell by cell: shows each, asks the person what to do, and runs it. */
final class Player {

  private static final List<Key> AT_CODE =
      List.of(
          Key.GO_ON,
          Key.SKIP,
          Key.EDIT,
          Key.BACK,
          Key.EXPLORE,
          Key.EXPLAIN,
          Key.COPY,
          Key.QUIT,
          Key.HELP);

  private static final List<Key> AFTER_FAILURE =
      List.of(
          Key.GO_ON,
          Key.AGAIN,
          Key.EDIT,
          Key.EXPLORE,
          Key.SKIP,
          Key.QUIT,
          Key.BACK,
          Key.EXPLAIN,
          Key.COPY,
          Key.HELP);

  private static final List<Key> AT_MANUAL =
      List.of(
          Key.GO_ON, Key.SKIP, Key.BACK, Key.EXPLORE, Key.EXPLAIN, Key.COPY, Key.QUIT, Key.HELP);

  /** Where a play stopped before its end, or that it did not. */
  private enum Ending {
    NONE,
    QUIT,
    FAILED
  }

  private final Stage stage;
  private final Journal journal;
  private final Running running;
  private final Whereabouts whereabouts;
  private final Exploring exploring;
  private final Explaining explaining;
  private final Copying copying;
  private Steps steps;
  private Ending ending = Ending.NONE;
  private int status = Status.PASSED;
  private int lastStep = -1;

  Player(Stage stage, Journal journal, Whereabouts whereabouts) {
    this.stage = stage;
    this.journal = journal;
    this.whereabouts = whereabouts;
    this.running = new Running(stage, journal);
    this.exploring = new Exploring(stage);
    this.explaining = new Explaining(stage);
    this.copying = new Copying(stage, journal);
    this.steps = Steps.of(journal.cells());
  }

  /**
   * Plays the cells from one place up to another, both counted from 0.
   *
   * @param end the cell after the last
   * @return the exit status
   */
  int play(int from, int end) {
    // Parameters that are asked for become a cell of their own on the way.
    int behind = journal.cells().size() - end;
    int at = from;
    while (ending == Ending.NONE && at < journal.cells().size() - behind) {
      // Ctrl-C while text was shown.
      at = Thread.interrupted() ? quit(at) : cell(at);
    }
    if (ending != Ending.NONE) {
      journal.at(at);
    } else if (behind > 0) {
      journal.at(at);
    } else {
      journal.finish();
    }
    return ending == Ending.NONE && hasFailed() ? Status.FAILED : status;
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
  boolean isAtEnd() {
    return ending == Ending.NONE;
  }

  /** Plays a cell and gives the one to go on with. */
  private int cell(int at) {
    Cell cell = journal.cell(at);
    if (Steps.isManual(cell)) {
      return manual(at);
    }
    if (cell.type() == Cell.Type.MARKDOWN) {
      show(cell);
      return at + 1;
    }
    return cell.type() == Cell.Type.CODE && !cell.source().isBlank() ? code(at) : at + 1;
  }

  private void show(Cell cell) {
    Screen screen = stage.screen();
    boolean code = cell.type() == Cell.Type.CODE;
    String text = code ? Shown.code(cell.source(), screen) : Shown.prose(cell.source(), screen);
    screen.gap();
    screen.show(text);
  }

  private void position(int at) {
    stage.screen().gap();
    String title = steps.title(at);
    stage
        .screen()
        .show(
            whereabouts.line(
                steps.number(at), steps.count(), title, stage.attended(), stage.screen()));
  }

  // ---- what the person does with their hands

  private int manual(int at) {
    show(journal.cell(at));
    position(at);
    if (!stage.attended()) {
      stage.screen().say(Tone.WARN, "This is for a person to do; Thaw did not do it.");
      journal.mark(at, CellState.SKIPPED);
      return at + 1;
    }
    while (true) {
      Key key = ask("Done? Enter: yes, go on", AT_MANUAL);
      if (key == Key.GO_ON || key == Key.SKIP) {
        journal.mark(at, key == Key.SKIP ? CellState.SKIPPED : CellState.DONE);
        lastStep = at;
        return at + 1;
      }
      Optional<Integer> elsewhere = common(key, at);
      if (elsewhere.isPresent()) {
        return elsewhere.get();
      }
    }
  }

  // ---- what Thaw runs

  private int code(int at) {
    Cell cell = journal.cell(at);
    if (cell.is("skip-unattended") && !stage.attended()) {
      stage.screen().say(Tone.WARN, "Passed over, because nobody is there: " + name(at) + ".");
      journal.mark(at, CellState.SKIPPED);
      return at + 1;
    }
    show(cell);
    if (Steps.isInjected(cell)) {
      return run(at);
    }
    position(at);
    if (!stage.attended()) {
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
    return prompted(at, "Enter: run it", AT_CODE);
  }

  /** Asks for parameters; empty when the person wants to leave, false when there are none. */
  private Optional<Boolean> parameters() {
    var asking = new Asking(stage, new Notebook(Map.of(), 5, journal.cells()));
    if (asking.open(journal.parameters()).isEmpty()) {
      return Optional.of(false);
    }
    Optional<Map<String, String>> given = asking.ask(journal.parameters());
    given.ifPresent(values -> {
      journal.set(values, stage.evaluator().get());
      steps = Steps.of(journal.cells());
    });
    return given.map(_ -> true);
  }

  private int prompted(int at, String what, List<Key> keys) {
    while (true) {
      Key key = ask(what, keys);
      switch (key) {
        case GO_ON, AGAIN -> {
          return run(at);
        }
        case SKIP -> {
          // What became of it earlier stays known.
          if (journal.state(at).isEmpty()) {
            journal.mark(at, CellState.SKIPPED);
          }
          journal.at(at + 1);
          lastStep = at;
          return at + 1;
        }
        case EDIT -> edit(at);
        default -> {
          Optional<Integer> elsewhere = common(key, at);
          if (elsewhere.isPresent()) {
            return elsewhere.get();
          }
        }
      }
    }
  }

  private int run(int at) {
    lastStep = at;
    return switch (running.run(at, name(at))) {
      case End.Passed _ -> {
        noteRestart(at);
        yield at + 1;
      }
      case End.Held _ -> at + 1;
      case End.Failed(Failing why, boolean refused) ->
          stage.attended() ? attendedFailure(at, why, refused) : failure(at, why);
    };
  }

  /** Once the machine restarts, looking at it would only wait for nothing. */
  private void noteRestart(int at) {
    if (journal.state(at).filter(CellState.ACTED::equals).isPresent()) {
      Anatomy anatomy = stage.evaluator().get().anatomy(journal.cell(at).source());
      if (anatomy.calls("reboot")) {
        whereabouts.restarting();
      }
    }
  }

  private int attendedFailure(int at, Failing why, boolean refused) {
    if (refused) {
      journal.mark(at, CellState.SKIPPED);
      journal.at(at);
      return prompted(at, "Not done. Enter: ask again", AFTER_FAILURE);
    }
    position(at);
    return prompted(at, "It failed. Enter: run it again, s: pass over it", AFTER_FAILURE);
  }

  private int failure(int at, Failing why) {
    boolean optional = journal.cell(at).is("optional");
    if (optional && why.status() == Status.FAILED) {
      stage.screen().say(Tone.WARN, "This step is optional: going on without it.");
      return at + 1;
    }
    status = why.status();
    ending = Ending.FAILED;
    return at;
  }

  private void edit(int at) {
    Optional<String> edited = exploring.edit(journal.cell(at).source());
    if (edited.isPresent() && !edited.get().equals(journal.cell(at).source())) {
      journal.edit(at, edited.get());
      journal.at(at);
    }
    show(journal.cell(at));
    position(at);
  }

  // ---- keys

  private Key ask(String what, List<Key> keys) {
    while (true) {
      int pressed = stage.screen().press(what + ", q: quit, ?: all keys");
      if (pressed == Keys.LEAVE) {
        return Key.QUIT;
      }
      Optional<Key> key = Key.of(pressed, keys);
      if (key.isEmpty()) {
        continue;
      }
      if (key.get() != Key.HELP) {
        return key.get();
      }
      for (Key known : keys) {
        stage.screen().show("  %-6s %s".formatted(known.named(), known.does()));
      }
    }
  }

  /** What is the same at every prompt; gives the cell to go to, if it is another one. */
  private Optional<Integer> common(Key key, int at) {
    switch (key) {
      case QUIT -> {
        return Optional.of(quit(at));
      }
      case BACK -> {
        return Optional.of(steps.before(at));
      }
      case EXPLORE -> {
        exploring.explore();
        show(journal.cell(at));
        position(at);
      }
      case EXPLAIN -> explaining.explain(journal.cell(at).source());
      case COPY -> copying.copy(lastStep < 0 ? at : Math.min(lastStep, at), at);
      default -> throw new IllegalStateException("No key for here: " + key);
    }
    return Optional.empty();
  }

  private int quit(int at) {
    ending = Ending.QUIT;
    boolean failed = journal.state(at).filter(CellState.FAILED::equals).isPresent();
    status = failed ? Status.FAILED : Status.INTERRUPTED;
    return at;
  }

  private String name(int at) {
    String title = steps.title(at);
    String step = "step " + steps.number(at);
    return title.isEmpty() ? step : step + ", " + Clean.line(title);
  }
}
