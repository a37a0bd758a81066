package dev.thaw.repl;

import dev.thaw.app.CellFailure;
import dev.thaw.app.ExitStatus;
import dev.thaw.app.MachineStatus;
import dev.thaw.helpers.KnownNames;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.CellRun;
import dev.thaw.session.CellResult.Value;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.WarmEvaluator;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The prompt: reads cells and commands, runs them, shows what they give. */
public final class Prompt {

  private final CellEnvironment environment;
  private final MachineStatus status;
  private final KnownNames known;
  private final PastCells past = new PastCells();
  private final Commands commands;
  private final Typing typing;
  private final Optional<Path> history;
  private volatile Situation situation;

  /**
   * A prompt.
   *
   * @param evaluator the session of cells, which gets ready meanwhile
   * @param play plays a notebook
   * @param history the file that keeps what was typed; empty for none
   */
  public Prompt(
      CellEnvironment environment,
      WarmEvaluator evaluator,
      Consumer<Path> play,
      Optional<Path> history) {
    this.history = history;
    this.environment = environment;
    status = environment.session().status();
    known = environment.session().known();
    var glances =
        new NameLookups(environment.session().aside(), known, () -> situation.state().isPresent());
    known.whenMissed(glances::want, glances::want);
    commands = new Commands(environment, evaluator, past, play);
    typing = new Typing(evaluator, evaluator::ifReady, known, Commands.ALL);
    situation = Situation.of(environment.session(), Optional.empty(), false);
  }

  /**
   * Reads and runs until the person leaves.
   *
   * @param quick whether the machine is reached at once, without any question, and the terminal can
   *     show what it is like while somebody types
   * @return the exit status
   */
  public int run(boolean quick) {
    if (!quick) {
      environment.evaluator().get().warm();
      String machine = Clean.line(environment.session().machine().name());
      environment.screen().say(Tone.DIM, "Looking at " + machine + " …");
      environment.screen().anew();
      look();
      status.trouble().ifPresent(this::sayTrouble);
      situation.found().ifPresent(found -> environment.screen().say(Tone.WARN, found));
    }
    try (var editor = LineInput.open(environment, typing, history)) {
      if (quick) {
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              lookMeanwhile(editor);
              // Not before: it would take the processor away from what has to be shown first.
              environment.evaluator().get().warm();
            });
      }
      while (true) {
        Optional<String> line = editor.read(prompt());
        if (line.isEmpty()) {
          if (mayLeave()) {
            return ExitStatus.PASSED;
          }
        } else if (!line.get().isBlank() && !run(line.get(), editor)) {
          return ExitStatus.PASSED;
        }
      }
    }
  }

  private String prompt() {
    return situation.prompt(environment.screen().width(), environment.screen().style());
  }

  // ---- where one is

  /** Looks at the machine, if something may have changed there, and says what has. */
  private void look() {
    Situation before = situation;
    var state = environment.interrupts().during(Thread.currentThread()::interrupt, status::state);
    // Ctrl-C has ended the look; it ends nothing more.
    Thread.interrupted();
    state.ifPresent(known::learn);
    situation = Situation.of(environment.session(), state, status.isRestarting());
    situation.since(before).forEach(said -> environment.screen().say(Tone.WARN, said));
  }

  private void sayTrouble(Trouble trouble) {
    environment.screen().say(Tone.BAD, Clean.text(trouble.getMessage()));
    environment.screen().say(Tone.PLAIN, Clean.text(trouble.next()));
    environment.screen().say(Tone.DIM, "The next helper tries again.");
  }

  /** The first look, while the person may be typing already. */
  private void lookMeanwhile(LineInput editor) {
    status
        .state()
        .ifPresent(state -> {
          known.learn(state);
          situation = Situation.of(environment.session(), Optional.of(state), false);
          List<String> found =
              situation.found().stream()
                  .flatMap(text -> Width.wrap(text, environment.screen().width()).stream())
                  .map(text -> environment.screen().style().paint(Tone.WARN, text))
                  .toList();
          editor.update(this::prompt, found);
        });
  }

  // ---- what was typed

  /** Runs a line; false to leave. */
  private boolean run(String line, LineInput editor) {
    environment.screen().anew();
    if (Typing.isCommand(line) || Commands.isLeaving(line)) {
      editor.remember(line);
      return switch (commands.run(line.strip(), editor)) {
        case Commands.Next.Leave _ -> !mayLeave();
        case Commands.Next.Run(String source) -> {
          cell(source, editor);
          yield true;
        }
        case Commands.Next.Read _ -> true;
      };
    }
    cell(line, editor);
    return true;
  }

  private void cell(String source, LineInput editor) {
    editor.remember(source);
    CellRun ran = environment.run(source, past.next());
    past.add(source, ran);
    if (!(ran.result() instanceof Value)) {
      environment
          .screen()
          .show(
              CellFailure.of(
                      ran.result(),
                      "",
                      environment.screen().style(),
                      true,
                      environment.verbose(),
                      environment.screen().width())
                  .text());
    }
    environment.screen().settle();
    environment.screen().anew();
    look();
    environment.screen().settle();
  }

  /** Asks whether to leave, when something is still mounted. */
  private boolean mayLeave() {
    if (!situation.isUnderWay()) {
      return true;
    }
    environment.screen().anew();
    environment
        .screen()
        .say(
            Tone.WARN,
            "The installed system is still mounted, or its pool imported: leave() takes that down;"
                + " without it, Thaw goes on from there when it is started again.");
    Optional<String> answer = environment.screen().ask("Leave Thaw and keep it mounted? [y/N]");
    // Whoever presses Ctrl-D once more means it, and a terminal that is gone says nothing else.
    return answer.isEmpty() || Clean.line(answer.get()).toLowerCase(Locale.ROOT).startsWith("y");
  }
}
