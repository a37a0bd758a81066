package dev.thaw.terminal;

import dev.thaw.machine.ShellQuoting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a pseudo-terminal of its own, played by {@code script}. */
public final class Pty implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /**
   * What a terminal is like.
   *
   * @param size its columns and rows, as stty takes them
   * @param environment variables, with {@code TERM}
   * @param directory where the program is started
   */
  public record Kind(String size, Map<String, String> environment, Path directory) {
    public static Kind of(int columns, int rows, String term, Path directory) {
      return new Kind("cols " + columns + " rows " + rows, Map.of("TERM", term), directory);
    }

    public Kind with(String variable, String value) {
      var more = new HashMap<>(environment);
      more.put(variable, value);
      return new Kind(size, more, directory);
    }
  }

  private final Process process;

  @SuppressWarnings("JdkObsolete") // Written by one thread and read by another.
  private final StringBuffer seen = new StringBuffer();

  private final Thread reader;
  private int expected;

  /** Starts a class of this build with its {@code main}. */
  public Pty(Class<?> main, String... arguments) throws IOException {
    this(Kind.of(80, 24, "xterm", Path.of("").toAbsolutePath()), main, arguments);
  }

  /** Starts a class of this build in a terminal of that kind. */
  public Pty(Kind kind, Class<?> main, String... arguments) throws IOException {
    var argv = new ArrayList<>(Programs.java(main));
    argv.addAll(List.of(arguments));
    String line = "stty " + kind.size() + "; exec " + ShellQuoting.quote(argv);
    var builder = new ProcessBuilder("script", "-qec", line, "/dev/null").redirectErrorStream(true);
    List.of("NO_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(kind.environment());
    process = builder.directory(kind.directory().toFile()).start();
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
  public void expect(String text) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (seen.indexOf(text) < 0) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("The terminal never showed “" + text + "” but:\n" + seen);
      }
      Thread.sleep(20);
    }
  }

  /** Waits until the screen shows something after what was expected before. */
  public void then(String text) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    int at = seen.indexOf(text, expected);
    while (at < 0) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "The terminal did not show “"
                + text
                + "” after:\n"
                + seen.substring(0, expected)
                + "\n---- but:\n"
                + seen.substring(expected));
      }
      Thread.sleep(20);
      at = seen.indexOf(text, expected);
    }
    expected = at + text.length();
  }

  /** Waits for a text, and answers it. */
  public void answer(String text, String keys) throws IOException, InterruptedException {
    then(text);
    type(keys);
  }

  /** Types. */
  public void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the program's end and gives its exit status. */
  public int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The program did not end; it showed:\n" + seen);
    }
    reader.join();
    return process.exitValue();
  }

  /** Kills the program itself, as nothing can catch. */
  public void kill() throws InterruptedException {
    process
        .descendants()
        .filter(handle -> handle.info().command().orElse("").endsWith("java"))
        .forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  /** All that the screen showed. */
  public String seen() {
    return seen.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
