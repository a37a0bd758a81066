package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.app.CapturedInteraction;
import dev.thaw.app.CellSession;
import dev.thaw.helpers.HelperContext;
import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.Narrator;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.rescue.Rescue;
import dev.thaw.session.CellResult;
import dev.thaw.session.Evaluator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Plays cells on a new practice machine, for somebody who says yes and knows its passphrase. */
final class PracticePlay implements AutoCloseable {

  final PracticeMachine machine;
  private final Evaluator evaluator = Evaluator.withHelpers();
  private final Approver approver;
  private final CellSession cells;
  private final CapturedInteraction interaction;
  private int count;

  PracticePlay(String name) {
    this(screen -> PracticeMachine.fresh(name, screen));
  }

  /** Plays on a machine that shows its screen to whom it is given. */
  PracticePlay(Function<Consumer<String>, PracticeMachine> making) {
    interaction = new CapturedInteraction(FakePerson.knowing("practice"));
    machine = making.apply(interaction::tell);
    approver = new Approver(interaction);
    String records = ActionRecorder.DEFAULT_DIRECTORY;
    var chain =
        new InterceptorChain(
            machine,
            List.of(new Narrator(interaction, false), approver, new ActionRecorder(records)));
    HelperContext.of(
            new Rescue(chain, approver, records, interaction, "/mnt"), Optional.of(machine))
        .bind();
    cells = new CellSession(() -> evaluator, Optional::empty);
  }

  /** How many commands that change something were run. */
  long acted() {
    return approver.acted();
  }

  /** Runs a cell, which must pass, and gives what it showed. */
  List<Output> run(String source) {
    CellRun ran = cells.captured(source, ++count, interaction, text -> {}, value -> {});
    assertThat(ran.result()).as(source).isInstanceOf(CellResult.Value.class);
    return ran.outputs();
  }

  /** Plays all cells of a notebook; with {@code given} in place of its parameters, if not empty. */
  Notebook play(Notebook notebook, String given) {
    Notebook played = notebook;
    for (int i = 0; i < notebook.cells().size(); i++) {
      Cell cell = notebook.cells().get(i);
      if (cell.type() == Cell.Type.CODE) {
        boolean parameters = cell.is("parameters") && !given.isEmpty();
        List<Output> outputs = run(parameters ? given : cell.source());
        played = played.withCell(i, cell.played(count, outputs));
      }
    }
    return played;
  }

  @Override
  public void close() {
    evaluator.close();
    HelperContext.NONE.bind();
  }
}
