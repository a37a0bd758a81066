package dev.thaw.machine;

/** A computer that commands can be run on, as root. */
public interface Machine extends AutoCloseable {

  /** How the person names it: {@code local}, {@code ssh://root@192.168.1.7}. */
  String name();

  /**
   * Runs a command to its end.
   *
   * @param output receives what it prints, as it comes, on the calling thread or others
   * @return its exit status and time; {@code out} and {@code err} are empty
   * @throws Trouble.Unreachable if the machine can't be reached or the connection broke
   * @throws Trouble.TimedOut if the command was ended at its time limit
   * @throws Trouble.Interrupted if the calling thread was interrupted; the command was ended
   * @throws Trouble.NotApproved if it changes something and nobody approved it
   */
  CommandResult run(Command command, OutputListener output);

  /** Runs a command to its end and collects what it prints. */
  default CommandResult run(Command command) {
    var collected = new Collected();
    CommandResult result = run(command, collected);
    return new CommandResult(
        command, result.status(), collected.out(), collected.err(), result.took());
  }

  /** Ends the connection; what is mounted on the machine stays as it is. */
  @Override
  void close();
}
