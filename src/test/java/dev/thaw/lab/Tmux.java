package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Shell;
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

  private final List<String> tmux;

  /** Starts a program in a terminal of its own. */
  Tmux(int columns, int rows, Path directory, Map<String, String> environment, List<String> argv) {
    tmux = List.of("tmux", "-f", "/dev/null", "-S", directory.resolve("tmux").toString());
    var start = new ArrayList<>(List.of("new-session", "-d"));
    start.addAll(List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows)));
    start.addAll(List.of("-c", directory.toString()));
    environment.forEach((name, value) -> start.addAll(List.of("-e", name + "=" + value)));
    // What the program said last stays to be read.
    start.add(Shell.quote(argv) + "; echo \"ended with $?\"; exec sleep 600");
    run(start.toArray(String[]::new));
  }

  /** Types text. */
  void type(String text) {
    run("send-keys", "-l", text);
  }

  /** Presses a key by tmux's name for it. */
  void press(String key) {
    run("send-keys", key);
  }

  /** What the screen shows, without what scrolled away. */
  String screen() {
    return run("capture-pane", "-p").stripTrailing();
  }

  /** All that it has shown. */
  String all() {
    return run("capture-pane", "-p", "-S", "-").stripTrailing();
  }

  /** Waits until the screen is as wanted, and gives it. */
  String await(String what, Predicate<String> wanted) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    String screen = screen();
    while (!wanted.test(screen)) {
      assertThat(Instant.now()).as("waiting for %s, seen:\n%s", what, screen).isBefore(end);
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
