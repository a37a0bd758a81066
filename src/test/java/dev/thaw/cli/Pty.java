package dev.thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a pseudo-terminal of its own, played by {@code script}. */
final class Pty implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Process process;
  private final StringBuffer seen = new StringBuffer();
  private final Thread reader;

  /** Starts a class of this build with its {@code main}. */
  Pty(Class<?> main, String... arguments) throws IOException {
    var argv = new ArrayList<>(Programs.java(main));
    argv.addAll(List.of(arguments));
    String line = dev.thaw.machine.Shell.quote(argv);
    var builder = new ProcessBuilder("script", "-qec", line, "/dev/null").redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    process = builder.start();
    reader = Thread.startVirtualThread(this::read);
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  /** Waits until the screen shows something. */
  void expect(String text) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (seen.indexOf(text) < 0) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("The terminal never showed “" + text + "” but:\n" + seen);
      }
      Thread.sleep(20);
    }
  }

  /** Types. */
  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the program's end and gives its exit status. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The program did not end; it showed:\n" + seen);
    }
    reader.join();
    return process.exitValue();
  }

  /** All that the screen showed. */
  String seen() {
    return seen.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
