package dev.thaw.player;

import dev.thaw.app.CellFailure;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.Kind;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.notebook.CellRun;
import dev.thaw.rescue.ActionResult;
import dev.thaw.session.Anatomy;
import dev.thaw.session.CellResult.Value;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;

/** Explains a cell: the texts of the helpers that it calls, and the commands that it would run. */
final class Explaining {

  private final CellEnvironment environment;

  Explaining(CellEnvironment environment) {
    this.environment = environment;
  }

  /** Explains a cell with that text. */
  void explain(String source) {
    Screen screen = environment.screen();
    Anatomy anatomy = environment.evaluator().get().anatomy(source);
    if (anatomy.helpers().isEmpty()) {
      screen.say(Tone.DIM, "This cell calls no helper: it is plain Java.");
      return;
    }
    for (HelperInfo helper : anatomy.helpers()) {
      screen.say(Tone.HEAD, helper.name());
      screen.show(CellText.prose(helper.text(), screen) + "\n");
    }
    boolean acts = anatomy.helpers().stream().anyMatch(helper -> helper.kind() != Kind.LOOK);
    if (!anatomy.onlyCalls()) {
      screen.say(
          Tone.DIM,
          acts
              ? "Its exact commands are shown, and asked about, before any of them runs."
              : "It only looks, and changes nothing.");
    } else if (environment.rescue().mode() == ExecutionMode.APPLY) {
      screen.say(Tone.HEAD, acts ? "What it would do now" : "What it runs: it only looks");
      rehearse(source);
    }
  }

  /** Runs the cell so that it changes nothing, and tells every command. */
  private void rehearse(String source) {
    Screen screen = environment.screen();
    boolean verbose = environment.session().narrator().isVerbose();
    environment.session().narrator().verbose(true);
    environment.rescue().mode(ExecutionMode.DRY_RUN);
    try {
      CellRun ran =
          environment.run(
              source,
              0,
              value -> {
                if (value.value() instanceof ActionResult plan) {
                  screen.value(plan);
                }
              });
      if (!(ran.result() instanceof Value)) {
        screen.show(
            CellFailure.of(ran.result(), "", screen.style(), true, false, screen.width()).text());
      }
    } finally {
      environment.rescue().mode(ExecutionMode.APPLY);
      environment.session().narrator().verbose(verbose);
    }
    screen.say(Tone.DIM, "(Nothing was changed.)");
  }
}
