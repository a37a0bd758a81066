package dev.thaw.storage;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * This computer, with tools of our making ahead of the real ones: runs the real probes' scripts.
 * Each tool appends its arguments to {@code log} in its directory.
 */
final class FakeTools implements Machine {

  private final Path directory;
  private final String shell;

  FakeTools(Path directory, String shell) {
    this.directory = directory;
    this.shell = shell;
  }

  /** Adds a tool; {@code body} is shell text, with {@code $here} as the tools' directory. */
  FakeTools with(String tool, String body) {
    try {
      Path file = directory.resolve(tool);
      Files.writeString(
          file,
          "#!/bin/sh\nhere=%s\necho \"%s $*\" >>\"$here/log\"\n%s\n"
              .formatted(directory, tool, body));
      file.toFile().setExecutable(true);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the tools were called with, a line each. */
  List<String> log() {
    try {
      return Files.readAllLines(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the command without waiting for it. */
  Process start(Command command) {
    var argv = new java.util.ArrayList<>(command.argv());
    argv.set(0, shell);
    var builder = new ProcessBuilder(argv);
    builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
    builder.environment().put("TMPDIR", directory.toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "fake tools";
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    Process process = start(command);
    try {
      byte[] out = process.getInputStream().readAllBytes();
      byte[] err = process.getErrorStream().readAllBytes();
      output.out(out, out.length);
      output.err(err, err.length);
      return new CommandResult(command, process.waitFor(), new byte[0], new byte[0], Duration.ZERO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
