package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.ShellQuoting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A terminal of a certain size with a program in it, played by tmux: what is seen is the screen.
 */
final class Tmux implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How the screen tells that the program has ended; its exit status follows. */
  static final String ENDED = "ended with ";

  private final List<String> tmux;

  /** Starts a program in a terminal of its own. */
  Tmux(int columns, int rows, Path directory, Map<String, String> environment, List<String> argv) {
    // A server that was killed still holds its socket for a moment: each size has one of its own.
    Path socket = directory.resolve("tmux-%dx%d".formatted(columns, rows));
    tmux = List.of("tmux", "-f", "/dev/null", "-S", socket.toString());
    var start = new ArrayList<>(List.of("new-session", "-d"));
    start.addAll(List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows)));
    start.addAll(List.of("-c", directory.toString()));
    environment.forEach((name, value) -> start.addAll(List.of("-e", name + "=" + value)));
    // What the program said last stays to be read.
    start.add(ShellQuoting.quote(argv) + "; echo \"" + ENDED + "$?\"; exec sleep 600");
    run(start.toArray(String[]::new));
  }

  /** Types text. */
  void type(String text) {
    run("send-keys", "-l", text);
  }

  /** Presses a key by tmux's name for it, and waits until the screen tells that it was. */
  void press(String key) throws InterruptedException {
    String before = screen();
    run("send-keys", key);
    await("what " + key + " does", now -> !now.equals(before));
  }

  /**
   * What the screen shows up to the cursor, without what scrolled away. It ends with what is asked
   * only while the program waits there: an answered question has the cursor on a line below it.
   */
  String screen() {
    List<String> shown =
        run("display-message", "-p", "#{cursor_y}", ";", "capture-pane", "-p").lines().toList();
    int cursor = Integer.parseInt(shown.getFirst());
    return String.join("\n", shown.subList(1, Math.min(cursor + 2, shown.size())));
  }

  /** All that it has shown. */
  String all() {
    return run("capture-pane", "-p", "-S", "-").stripTrailing();
  }

  /** Waits until the screen is as wanted, and gives it; not once the program has ended. */
  String await(String what, Predicate<String> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    String screen = screen();
    while (!wanted.test(screen)) {
      assertThat(Instant.now()).as("waiting for %s, seen:\n%s", what, screen).isBefore(end);
      assertThat(screen).as("waiting for %s", what).doesNotContain(ENDED);
      Thread.sleep(100);
      screen = screen();
    }
    return screen;
  }

  /** Runs one of its commands. */
  String run(String... arguments) {
    var argv = new ArrayList<>(tmux);
    argv.addAll(List.of(arguments));
    Shown shown = Shown.of(Duration.ofSeconds(30), Map.of(), argv);
    assertThat(shown.status()).as(argv + "\n" + shown.out()).isZero();
    return shown.out();
  }

  @Override
  public void close() {
    run("kill-server");
  }
}
