package dev.thaw.terminal;

import dev.thaw.app.CapturedInteraction;
import dev.thaw.app.CellSession;
import dev.thaw.app.Session;
import dev.thaw.machine.Approver;
import dev.thaw.notebook.CellRun;
import dev.thaw.rescue.Rescue;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Evaluator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All that cells are run with in front of a person, or without one.
 *
 * @param evaluator the session of cells, asked for when it is needed first
 * @param interaction whom the helpers talk to
 * @param attended whether somebody presses keys
 * @param verbose whether to show where a failure comes from
 */
public record CellEnvironment(
    Session session,
    Supplier<Evaluator> evaluator,
    CapturedInteraction interaction,
    Screen screen,
    Interrupts interrupts,
    boolean attended,
    boolean verbose) {

  /** What the helpers work on. */
  public Rescue rescue() {
    return session.rescue();
  }

  /** The interceptor that lets commands pass, or does not. */
  public Approver approver() {
    return session.rescue().approver();
  }

  /** Runs a cell; Ctrl-C ends it. */
  public CellRun run(String source, int count) {
    return run(source, count, value -> screen.value(value.value()));
  }

  /**
   * Runs a cell; Ctrl-C ends it.
   *
   * @param shown told each of its values
   */
  public CellRun run(String source, int count, Consumer<Value> shown) {
    return run(source, count, screen::live, shown);
  }

  /** Runs a cell without showing what it gives. */
  public CellRun runQuietly(String source, int count) {
    return run(source, count, _ -> {}, _ -> {});
  }

  private CellRun run(String source, int count, Consumer<String> printed, Consumer<Value> shown) {
    var cells = new CellSession(evaluator, () -> Optional.of(session));
    return interrupts.during(
        () -> evaluator.get().stop(),
        () -> cells.captured(source, count, interaction, printed, shown));
  }
}
