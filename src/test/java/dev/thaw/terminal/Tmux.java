package dev.thaw.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.ShellQuoting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A program in a real terminal: tmux, whose screen is read as a person sees it. */
public final class Tmux implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String socket;

  /**
   * Starts a class of this build with its {@code main}.
   *
   * @param directory the state of the program, and where it is started
   * @param environment variables for it, as {@code TERM}; a locale is given in any case
   */
  public Tmux(
      int columns,
      int rows,
      Path directory,
      Map<String, String> environment,
      Class<?> main,
      String... arguments)
      throws Exception {
    this(columns, rows, directory, environment, ShellQuoting.quote(line(main, arguments)));
  }

  private static List<String> line(Class<?> main, String... arguments) {
    var argv = new ArrayList<>(Programs.java(main));
    argv.addAll(List.of(arguments));
    return argv;
  }

  /** Starts a line of shell text in the same way. */
  public Tmux(int columns, int rows, Path directory, Map<String, String> environment, String shell)
      throws Exception {
    socket = directory.resolve("tmux-" + System.nanoTime()).toString();
    var variables = new TreeMap<String, String>();
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("XDG_STATE_HOME", directory.resolve("state").toString());
    variables.putAll(environment);
    var argv = new ArrayList<String>(List.of("env"));
    List.of("NO_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR", "TMUX")
        .forEach(name -> argv.addAll(List.of("-u", name)));
    variables.forEach((name, value) -> argv.add(name + "=" + value));
    // Ctrl-C is for the program alone.
    argv.addAll(
        List.of("sh", "-c", "trap : INT; " + shell + "; echo ended with $?; exec sleep 600"));
    tmux(
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-x",
        String.valueOf(columns),
        "-y",
        String.valueOf(rows),
        "-c",
        directory.toString(),
        ShellQuoting.quote(argv));
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    var argv = new ArrayList<String>(List.of("tmux", "-u", "-S", socket));
    argv.addAll(List.of(arguments));
    var builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().remove("TMUX");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  /** Types text as it is. */
  public Tmux type(String text) throws Exception {
    tmux("send-keys", "-l", "--", text);
    return this;
  }

  /** Presses keys, as tmux names them: {@code Enter}, {@code Tab}, {@code C-c}. */
  public Tmux press(String... keys) throws Exception {
    for (String key : keys) {
      tmux("send-keys", key);
    }
    return this;
  }

  /** Types a line and Enter. */
  public Tmux enter(String line) throws Exception {
    return type(line).press("Enter");
  }

  /** What is on the screen now, without blanks at the ends of lines and below. */
  public String screen() throws Exception {
    return tmux("capture-pane", "-p")
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }

  /** The screen with its colours and other attributes, as control sequences. */
  public String painted() throws Exception {
    return tmux("capture-pane", "-p", "-e");
  }

  /** What was on the screen since the start. */
  public String all() throws Exception {
    return tmux("capture-pane", "-p", "-S", "-");
  }

  /** Waits until the screen shows something. */
  public Tmux expect(String text) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    String screen = screen();
    while (!screen.contains(text)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("The screen never showed “" + text + "” but:\n" + screen);
      }
      Thread.sleep(30);
      screen = screen();
    }
    return this;
  }

  /** Waits until the last line of the screen is that. */
  public Tmux expectLast(String line) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!last().equals(line)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("The last line never was “" + line + "” but:\n" + screen());
      }
      Thread.sleep(30);
    }
    return this;
  }

  /**
   * Presses Tab until the last line of the screen is that: on a busy computer, a look at the
   * machine takes longer than one press waits for it.
   */
  public Tmux complete(String line) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    Instant pressed = Instant.MIN;
    while (!last().equals(line)) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("It was never completed to “" + line + "” but:\n" + screen());
      }
      if (Instant.now().isAfter(pressed.plusSeconds(3))) {
        press("Tab");
        pressed = Instant.now();
      }
      Thread.sleep(30);
    }
    return this;
  }

  /** Waits until the last line of the screen is a prompt that begins so, with nothing typed. */
  public Tmux expectPrompt(String begin) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!last().startsWith(begin) || !last().endsWith(">")) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("There never was a prompt “" + begin + "” but:\n" + screen());
      }
      Thread.sleep(30);
    }
    return this;
  }

  private String last() throws Exception {
    return screen().lines().reduce("", (_, line) -> line);
  }

  /** Clears the screen at a prompt, by Ctrl-L. */
  public Tmux clear() throws Exception {
    press("C-l");
    Instant end = Instant.now().plus(PATIENCE);
    while (screen().contains("\n")) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("The screen was not cleared:\n" + screen());
      }
      Thread.sleep(30);
    }
    return this;
  }

  @Override
  public void close() {
    try {
      tmux("kill-server");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
