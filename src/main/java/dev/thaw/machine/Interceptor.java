package dev.thaw.machine;

/** One thing that is done to every command on its way to the machine. */
public interface Interceptor {

  /**
   * Does its part and passes the command on, or throws a {@link Trouble} and does not.
   *
   * @param next the rest of the way
   * @return the outcome of {@code command} as it came in, even if another was passed on
   */
  CommandResult run(Command command, OutputListener output, Machine next);
}
