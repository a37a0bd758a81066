package dev.thaw.storage;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import java.time.Duration;

/** Answers every command with what a probe printed on a real machine. */
record Replay(String resource) implements Machine {

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    byte[] bytes = Answers.resource(resource);
    output.out(bytes, bytes.length);
    return new CommandResult(command, 0, new byte[0], new byte[0], Duration.ZERO);
  }

  @Override
  public void close() {}
}
