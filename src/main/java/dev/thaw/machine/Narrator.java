package dev.thaw.machine;

/** Tells the person what is about to run, and why. */
public final class Narrator implements Link {

  private final Person person;
  private final boolean verbose;

  /**
   * Tells {@code person} about each command that changes something.
   *
   * @param verbose whether to tell about those that only look, too
   */
  public Narrator(Person person, boolean verbose) {
    this.person = person;
    this.verbose = verbose;
  }

  @Override
  public Outcome run(Command command, Output output, Machine next) {
    if (verbose || command.effect() == Effect.CHANGES) {
      person.tell(Clean.line(command.purpose()) + "\n  # " + Clean.line(command.shown()));
    }
    return next.run(command, output);
  }
}
