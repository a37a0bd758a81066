package dev.thaw.terminal;

import dev.thaw.app.PassphraseFile;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Secret;
import dev.thaw.machine.UserInteraction;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Someone at a terminal: told on standard error, asked on the terminal itself. */
public final class TerminalPerson implements UserInteraction {

  private final boolean yes;
  private final Optional<PassphraseFile> passphrase;
  private final PrintStream out;
  private final Consumer<String> told;
  private final int width;
  private Runnable answered = () -> {};
  private boolean progressing;

  /**
   * Someone at a terminal.
   *
   * @param yes whether plans are approved beforehand
   * @param passphrase answers in place of the person
   * @param out where progress is shown
   * @param told shows what the person is told
   * @param width how many cells a line of progress may have; 0 where none can be shown
   */
  public TerminalPerson(
      boolean yes,
      Optional<PassphraseFile> passphrase,
      PrintStream out,
      Consumer<String> told,
      int width) {
    this.yes = yes;
    this.passphrase = passphrase;
    this.out = out;
    this.told = told;
    this.width = width;
  }

  /** Does that after every answer: what was shown before has been read. */
  public void answered(Runnable answered) {
    this.answered = answered;
  }

  @Override
  public synchronized void tell(String text) {
    clearProgress();
    told.accept(text);
  }

  @Override
  public synchronized boolean approves(String question) {
    if (yes) {
      tell(question + " yes (--yes)");
      return true;
    }
    return approvesInPerson(question);
  }

  @Override
  public synchronized boolean approvesInPerson(String question) {
    clearProgress();
    // A yes to something else is no yes to this.
    Tty.drain();
    while (true) {
      Optional<String> answer = Tty.ask(question + " [y/N] ");
      answered.run();
      switch (answer.orElse("n").toLowerCase(Locale.ROOT)) {
        case "y", "yes" -> {
          return true;
        }
        case "", "n", "no" -> {
          return false;
        }
        default -> out.println("Please answer y or n; Enter means n.");
      }
    }
  }

  @Override
  public synchronized Optional<Secret> secret(String prompt) {
    clearProgress();
    Optional<Secret> given = passphrase.flatMap(file -> file.answer(prompt));
    return given.isPresent() ? given : Tty.askMasked(prompt);
  }

  @Override
  public boolean hasTerminal() {
    return Tty.is(0) && Tty.is(1);
  }

  @Override
  public synchronized void progress(String line) {
    if (!showsProgress()) {
      return;
    }
    String clean = Clean.line(line);
    String shown =
        clean.substring(
            0,
            clean.offsetByCodePoints(
                0, Math.min(width - 1, clean.codePointCount(0, clean.length()))));
    out.print("\r\033[K" + shown);
    out.flush();
    progressing = true;
  }

  @Override
  public boolean showsProgress() {
    return width > 0;
  }

  /** Makes room for what is printed next. */
  public synchronized void clearProgress() {
    if (progressing) {
      out.print("\r\033[K");
      out.flush();
      progressing = false;
    }
  }
}
