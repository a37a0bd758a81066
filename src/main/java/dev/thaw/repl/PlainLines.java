package dev.thaw.repl;

import dev.thaw.machine.Trouble;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Tone;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Lines as the terminal itself lets them be typed: for one that knows no control sequences. */
final class PlainLines implements LineInput {

  private static final String MORE = "  > ";

  private final CellEnvironment environment;
  private final Typing typing;

  PlainLines(CellEnvironment environment, Typing typing) {
    this.environment = environment;
    this.typing = typing;
  }

  @Override
  public Optional<String> read(String prompt) {
    while (true) {
      try {
        return environment
            .interrupts()
            .during(Thread.currentThread()::interrupt, () -> lines(prompt));
      } catch (Trouble.NotApproved interrupted) {
        // Ctrl-C gives the line up.
        Thread.interrupted();
        Tty.write("\n");
      }
    }
  }

  private Optional<String> lines(String prompt) {
    Optional<String> typed = Tty.ask(prompt);
    while (typed.isPresent() && !typing.isComplete(typed.get())) {
      String before = typed.get();
      typed = Tty.ask(MORE).map(line -> before + "\n" + line);
    }
    return typed;
  }

  @Override
  public Optional<String> change(String text) {
    environment
        .screen()
        .say(Tone.WARN, "This terminal can't show a text to change: set EDITOR, or type it anew.");
    return Optional.empty();
  }

  @Override
  public void remember(String line) {}

  @Override
  public void update(Supplier<String> prompt, List<String> above) {}

  @Override
  public void close() {}
}
