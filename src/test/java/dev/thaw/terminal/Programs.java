package dev.thaw.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.Built;
import dev.thaw.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How the tests start a program of this build in a process of its own. */
public final class Programs {

  private Programs() {}

  /** How a program ended. */
  public record Ended(int status, String out, String err) {}

  /** Starts Thaw with nobody at a terminal; what it prints goes to files in {@code directory}. */
  public static Process start(Path directory, String input, String... arguments)
      throws IOException {
    // A session of its own has no terminal, whatever this build is started from.
    var argv = new ArrayList<>(List.of("setsid", "-w"));
    argv.addAll(java(Main.class));
    argv.addAll(List.of(arguments));
    Process process = start(directory, argv);
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return process;
  }

  /** Starts something in the same way. */
  public static Process start(Path directory, List<String> argv) throws IOException {
    var builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    // The practice machines of whoever runs the tests are none of the tests' business.
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    return builder.start();
  }

  /** Waits for the end of what {@link #start} started. */
  public static Ended end(Path directory, Process process)
      throws IOException, InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(directory.resolve("out")),
        Files.readString(directory.resolve("err")));
  }

  public static List<String> java(Class<?> main) {
    // Ctrl-C as in a terminal, also where the tests were started in the background, which ignores
    // it.
    var argv = new ArrayList<>(List.of("env", "--default-signal=INT"));
    argv.addAll(Built.java());
    argv.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", main.getName()));
    return argv;
  }
}
