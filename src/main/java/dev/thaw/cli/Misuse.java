package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.app.FailureReport;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.terminal.Tty;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What can't be done as it was asked for: the command line's fault. */
final class Misuse extends RuntimeException {

  /** A misuse that a sentence tells. */
  Misuse(String sentence) {
    super(sentence);
  }

  /** A trouble as that. */
  Misuse(Trouble trouble) {
    super(sentences(trouble), trouble);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** In one line as far as they are sentences; a list has lines of its own. */
  private static String sentences(Trouble trouble) {
    String what = trouble.getMessage();
    boolean joins = !what.contains("\n") && what.endsWith(".");
    return (what + (joins ? " " : "\n") + trouble.next()).strip();
  }

  /** Runs what meets a trouble only when it was asked for wrongly; gives the exit status. */
  static int unless(Callable<Integer> action) throws Exception {
    try {
      return action.call();
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
  }

  /**
   * Says what is wrong, and where to read more; gives the exit status.
   *
   * @param command what was misused, as it is typed
   */
  static int say(String sentence, String command) {
    FailureReport.lines(Clean.text(sentence), Tty.is(2) ? Tty.width() : 0)
        .forEach(System.err::println);
    System.err.println("See " + command + " --help.");
    return ExitStatus.USAGE;
  }
}
