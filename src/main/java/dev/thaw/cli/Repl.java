package dev.thaw.cli;

import dev.thaw.app.CapturedInteraction;
import dev.thaw.app.Session;
import dev.thaw.machine.MachineAddress;
import dev.thaw.machine.UserInteraction;
import dev.thaw.repl.HistoryFile;
import dev.thaw.repl.Prompt;
import dev.thaw.session.Evaluator;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.Keys;
import dev.thaw.terminal.Screen;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.WarmEvaluator;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import java.nio.file.Path;
import java.util.Optional;

/** {@code thaw} without a command: the prompt. */
record Repl(Common common) {

  /** Opens it, and gives the exit status when the person leaves. */
  int run() {
    Style style = Style.of(true, System.getenv(), System.out.charset());
    var screen = new Screen(System.out, true, style, Optional.of(Keys.ofTerminal()));
    UserInteraction interaction = common.person(System.out, true, screen::tell);
    if (interaction instanceof TerminalPerson terminal) {
      screen.before(terminal::clearProgress);
      terminal.answered(screen::read);
    }
    var captured = new CapturedInteraction(interaction);
    Thread typist = Thread.currentThread();
    try (var warm = new WarmEvaluator(Evaluator.withHelpers());
        Session session = common.session(captured);
        var interrupts = new Interrupts(typist::interrupt, session::close)) {
      session.context().bind();
      screen.say(Tone.DIM, "help() says what to type, Tab completes and explains, Ctrl-D leaves.");
      var environment =
          new CellEnvironment(session, warm, captured, screen, interrupts, true, common.verbose);
      var prompt =
          new Prompt(environment, warm, file -> Play.within(environment, common, file), history());
      return prompt.run(!is(MachineAddress.Ssh.class) && !Style.isDumb(System.getenv()));
    }
  }

  private Optional<Path> history() {
    return HistoryFile.open(
        System.getenv(), Path.of(System.getProperty("user.home")), is(MachineAddress.Local.class));
  }

  private boolean is(Class<? extends MachineAddress> kind) {
    return common.on != null && kind.isInstance(MachineAddress.parse(common.on));
  }
}
