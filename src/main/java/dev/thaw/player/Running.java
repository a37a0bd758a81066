package dev.thaw.player;

import dev.thaw.app.CellFailure;
import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.CellRun;
import dev.thaw.notebook.CellState;
import dev.thaw.notebook.Journal;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.Value;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import java.util.Optional;

/** Runs the cells of a play, and writes down what becomes of them. */
final class Running {

  /** What became of a cell. */
  sealed interface End {
    /** It ran. */
    record Passed() implements End {}

    /** It would have changed something, or needs what was not changed before. */
    record Held() implements End {}

    /**
     * It failed, or was refused.
     *
     * @param refused whether the person said no to what it wanted to do
     */
    record Failed(CellFailure why, boolean refused) implements End {}
  }

  private final CellEnvironment environment;
  private final Journal journal;
  private boolean heldBack;

  Running(CellEnvironment environment, Journal journal) {
    this.environment = environment;
    this.journal = journal;
  }

  /**
   * Runs a cell and shows what it gives.
   *
   * @param name what it is called: "step 7"
   */
  End run(int index, String name) {
    journal.running(index);
    CellRun ran = environment.run(journal.cell(index).source(), journal.count());
    CellResult result = ran.result();
    Screen screen = environment.screen();
    if (result instanceof Value) {
      journal.ended(
          index, ran.acted() > 0 ? CellState.ACTED : CellState.RAN, ran, Optional.empty());
      if (isCheck(journal.cell(index).source())) {
        boolean inEarnest = environment.rescue().mode() == ExecutionMode.APPLY;
        screen.say(
            inEarnest ? Tone.GOOD : Tone.DIM,
            inEarnest ? "The check holds." : "The check holds, for what there is now.");
      }
      return new End.Passed();
    }
    CellFailure why =
        CellFailure.of(
            result,
            name,
            screen.style(),
            environment.attended(),
            environment.verbose(),
            screen.width());
    Optional<Trouble.HeldBack> held = CellFailure.heldBack(result);
    if (held.isPresent() || isWithoutGround(result)) {
      heldBack = true;
      journal.ended(index, CellState.HELD_BACK, ran, Optional.of(why.output()));
      screen.say(
          Tone.WARN,
          held.map(trouble -> Clean.text(trouble.getMessage()))
              .orElse("Not shown here, because a step before was not done in earnest:"));
      if (held.isEmpty()) {
        screen.show(why.text());
      }
      return new End.Held();
    }
    journal.ended(index, CellState.FAILED, ran, Optional.of(why.output()));
    screen.show(why.text());
    return new End.Failed(why, CellFailure.isRefused(result));
  }

  /** Whether a cell is a checkpoint, which shows nothing of its own when all is well. */
  private static boolean isCheck(String source) {
    return source.stripLeading().startsWith("assert ");
  }

  /** Whether a cell may have failed only because something before it was not done in earnest. */
  private boolean isWithoutGround(CellResult result) {
    boolean rehearsed = heldBack || !environment.rescue().memory().rehearsed().isEmpty();
    return environment.rescue().mode() != ExecutionMode.APPLY
        && rehearsed
        && !(result instanceof CellResult.Stopped);
  }
}
