package dev.thaw.machine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What became of a command that ran to its end.
 *
 * @param command the command as it was asked for
 * @param status its exit status; 128 + N when signal N ended it
 * @param out what it printed on standard output; empty when it was streamed or had the terminal
 * @param err what it printed on standard error; empty when it was streamed or had the terminal
 * @param took how long it ran, the way there and back included
 */
public record CommandResult(Command command, int status, byte[] out, byte[] err, Duration took) {

  private static final int SIGKILL = 9;
  private static final int LAST_SIGNAL = 64;

  /** Whether the exit status was 0. */
  public boolean ok() {
    return status == 0;
  }

  /** How it ended, in words: {@code ended with status 1}. */
  public String ending() {
    int signal = status - RemoteStatus.BY_SIGNAL;
    if (signal == SIGKILL) {
      return "was killed on the machine (status " + status + "; perhaps it has no memory left)";
    }
    return signal > 0 && signal <= LAST_SIGNAL
        ? "was ended on the machine by signal " + signal + " (status " + status + ")"
        : "ended with status " + status;
  }

  /** Standard output as UTF-8 text, unchanged: clean it before it reaches a terminal. */
  public String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  /** Standard error as UTF-8 text, unchanged: clean it before it reaches a terminal. */
  public String errText() {
    return new String(err, StandardCharsets.UTF_8);
  }

  /**
   * This outcome, if the command succeeded.
   *
   * @param next what the person can do about a failure, a sentence
   * @throws Trouble.Failed if the exit status was not 0
   */
  public CommandResult orFail(String next) {
    if (!ok()) {
      throw new Trouble.Failed(this, next);
    }
    return this;
  }
}
