package dev.thaw.machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One command for the machine: a list of arguments (never a line for a shell to split), why it is
 * run, what it may change, and how long it may take.
 *
 * @param argv the program and its arguments, passed on byte for byte
 * @param purpose one sentence for a person, without a full stop: "import the pool nvmepool"
 * @param effect whether it may change anything on a disk
 * @param limit how long it may run before it is ended
 * @param stdin what it reads on standard input; never narrated or recorded
 * @param action what it changes, for the record; empty where nothing else is known of it than its
 *     arguments
 * @param undo what takes it back, in order; empty when there is nothing to take back
 * @param terminal whether it gets the person's terminal (an editor, a shell) instead of pipes
 */
public record Command(
    List<String> argv,
    String purpose,
    Effect effect,
    Duration limit,
    Stdin stdin,
    Optional<LoggedAction> action,
    List<LoggedAction> undo,
    boolean terminal) {

  /** How long a command may take when nothing else is said. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

  /** Checks the arguments: a program's name must be there, and no argument can hold a NUL. */
  public Command {
    argv = List.copyOf(argv);
    undo = List.copyOf(undo);
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("A command needs a program to run.");
    }
    for (String argument : argv) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("No argument of a command can hold a NUL character.");
      }
    }
  }

  /** A command that changes nothing. */
  public static Command looks(String purpose, List<String> argv) {
    return plain(purpose, Effect.LOOKS, argv);
  }

  /** A command that changes nothing. */
  public static Command looks(String purpose, String... argv) {
    return looks(purpose, List.of(argv));
  }

  /** A command that changes something. */
  public static Command changes(String purpose, List<String> argv) {
    return plain(purpose, Effect.CHANGES, argv);
  }

  /** A command that changes something. */
  public static Command changes(String purpose, String... argv) {
    return changes(purpose, List.of(argv));
  }

  private static Command plain(String purpose, Effect effect, List<String> argv) {
    return new Command(
        argv, purpose, effect, DEFAULT_LIMIT, Stdin.NONE, Optional.empty(), List.of(), false);
  }

  /** The same command with another time limit. */
  public Command within(Duration limit) {
    return new Command(argv, purpose, effect, limit, stdin, action, undo, terminal);
  }

  /** The same command reading these bytes on its standard input. */
  public Command reading(Stdin stdin) {
    return new Command(argv, purpose, effect, limit, stdin, action, undo, terminal);
  }

  /** The same command, which does this, and is taken back by that. */
  public Command doing(LoggedAction action, List<? extends LoggedAction> undo) {
    return new Command(
        argv, purpose, effect, limit, stdin, Optional.of(action), List.copyOf(undo), terminal);
  }

  /** The same command with the person's terminal as its input and output. */
  public Command onTerminal() {
    return new Command(argv, purpose, effect, limit, stdin, action, undo, true);
  }

  /** The same command with other arguments: how an interceptor wraps what it passes on. */
  public Command withArgv(List<String> argv) {
    return new Command(argv, purpose, effect, limit, stdin, action, undo, terminal);
  }

  /** The command as a person would type it into a shell. */
  public String line() {
    return ShellQuoting.quote(argv);
  }

  /**
   * The command as it is shown to a person: like {@link #line}, but a script of Thaw's own by its
   * name ({@code thaw-write-file /etc/fstab}) instead of its text.
   */
  public String shown() {
    return shown(argv);
  }

  /** These arguments, as {@link #shown()} shows those of a command. */
  public static String shown(List<String> argv) {
    int script = ownScript(argv);
    if (script < 0) {
      return ShellQuoting.quote(argv);
    }
    // It may run another one, on the inside.
    List<String> named = argv.subList(script, argv.size());
    int inner = ownScript(named);
    return inner < 0
        ? ShellQuoting.quote(named)
        : ShellQuoting.quote(named.subList(0, inner - 3))
            + " "
            + shown(named.subList(inner - 3, named.size()));
  }

  /** The program's name, or that of Thaw's own script. */
  public String program() {
    return argv.get(Math.max(ownScript(argv), 0));
  }

  /**
   * Where the name of Thaw's own script stands, behind {@code … sh -c TEXT}; -1 when it is none.
   */
  private static int ownScript(List<String> argv) {
    int name = argv.indexOf("-c") + 2;
    return name >= 3 && name < argv.size() && argv.get(name).startsWith("thaw-") ? name : -1;
  }
}
