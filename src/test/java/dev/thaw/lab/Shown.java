package dev.thaw.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program printed, and how it ended.
 *
 * @param status its exit status
 * @param out standard output and standard error, as they came
 */
record Shown(int status, String out) {

  /** Runs a program of this computer to its end. */
  static Shown of(Duration limit, Map<String, String> environment, List<String> argv) {
    try {
      Path file = Files.createTempFile("thaw-lab", ".out");
      try {
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        // Into a file: a guest that goes on in the background would keep a pipe open.
        Process process = builder.redirectOutput(file.toFile()).start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          throw new AssertionError(argv + " still ran after " + limit + ":\n" + read(file));
        }
        return new Shown(process.exitValue(), read(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A console prints what it likes; what is no UTF-8 is replaced. */
  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
