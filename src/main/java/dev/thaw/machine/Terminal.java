package dev.thaw.machine;

import java.util.ArrayList;
import java.util.List;

/** Runs commands that get the person's terminal: an editor, a shell. */
final class Terminal {

  private static final String SCRIPT = Scripts.read(Terminal.class, "terminal.sh");

  private Terminal() {}

  /** The arguments that run {@code command} on a terminal of the machine itself. */
  static List<String> wrap(Command command) {
    var argv = new ArrayList<>(List.of("sh", "-c", SCRIPT, "thaw-terminal"));
    argv.addAll(command.argv());
    return argv;
  }

  /**
   * Starts {@code argv} on this computer with the terminal and waits for its end, without a limit.
   *
   * @return the exit status
   */
  static int run(UserInteraction interaction, List<String> argv, Command command) {
    if (!interaction.hasTerminal()) {
      throw new Trouble.NotReady(
          "Can't " + Clean.line(command.purpose()) + " here: that needs a terminal.",
          "Do it in a terminal, with the same --on.");
    }
    Process process = Lifeline.start(new ProcessBuilder(argv).inheritIO());
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw new Trouble.Interrupted(command);
    }
  }
}
