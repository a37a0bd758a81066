package dev.thaw.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** This computer: Thaw runs on the live image itself. Needs root, or sudo. */
public final class LocalMachine implements Machine {

  private final UserInteraction interaction;
  private final Sudo sudo;

  /**
   * Works on this computer.
   *
   * @param interaction asked for sudo's password, once, when it is needed
   */
  public LocalMachine(UserInteraction interaction) {
    this.interaction = interaction;
    boolean root = "root".equals(System.getProperty("user.name"));
    this.sudo = root ? Sudo.notNeeded() : new Sudo(interaction, "this computer");
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    Instant start = Instant.now();
    int status;
    if (command.terminal()) {
      status = Terminal.run(interaction, sudo.interactive(Terminal.wrap(command)), command);
    } else {
      Sudo.Wrapped wrapped = sudo.wrap(Lifeline.wrap(command), this::probe);
      status = Lifeline.run(wrapped.argv(), wrapped.preamble(), command, output);
    }
    Duration took = Duration.between(start, Instant.now());
    return new CommandResult(command, status, new byte[0], new byte[0], took);
  }

  /** Runs something small without root, for sudo's own questions. */
  private int probe(List<String> argv, byte[] input) {
    Command command =
        Command.looks("see whether sudo asks for a password", argv).reading(Stdin.of(input));
    return Lifeline.run(Lifeline.wrap(command), new byte[0], command, OutputListener.NONE);
  }

  @Override
  public void close() {
    sudo.close();
  }
}
