package dev.thaw.cli;

import dev.thaw.machine.Trouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What can't be done as it was asked for: the command line's fault. */
final class Misuse {

  private Misuse() {}

  /** A trouble as that. */
  static ParameterException of(CommandSpec spec, Trouble trouble) {
    String text = (trouble.getMessage() + " " + trouble.next()).strip();
    return new ParameterException(spec.commandLine(), text, trouble);
  }

  /** Runs what meets a trouble only when it was asked for wrongly; gives the exit status. */
  static int unless(CommandSpec spec, Callable<Integer> action) {
    try {
      return action.call();
    } catch (Trouble trouble) {
      throw of(spec, trouble);
    } catch (Exception e) {
      throw new CommandLine.ExecutionException(spec.commandLine(), e.toString(), e);
    }
  }
}
