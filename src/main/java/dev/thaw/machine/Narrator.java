package dev.thaw.machine;

/**
 * Tells the person what is about to run. What changes something was shown with its reason when it
 * was approved, so here it is one line; what only looks is a line of progress, which comes and
 * goes.
 */
public final class Narrator implements Interceptor {

  private final UserInteraction interaction;
  private volatile boolean verbose;

  /**
   * Tells {@code interaction} about each command that changes something.
   *
   * @param verbose whether to tell about those that only look, too, and each one's purpose
   */
  public Narrator(UserInteraction interaction, boolean verbose) {
    this.interaction = interaction;
    this.verbose = verbose;
  }

  /** Whether it tells about commands that only look, too. */
  public boolean isVerbose() {
    return verbose;
  }

  /** Says whether to tell about commands that only look, from now on. */
  public void verbose(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public CommandResult run(Command command, OutputListener output, Machine next) {
    String purpose = Clean.line(command.purpose());
    String line = "$ " + Clean.line(command.shown());
    if (verbose) {
      interaction.tell("# " + purpose + "\n" + line);
    } else if (command.effect() == Effect.CHANGES) {
      interaction.tell(line);
    } else {
      interaction.progress(purpose + " …");
    }
    return next.run(command, output);
  }
}
