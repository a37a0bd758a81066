package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.UserInteraction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * What a rebuild prints, for the person: messages as they come, and how far it is in one line that
 * is drawn anew. Where nobody sees that line, what begins and what a build prints is told, too. The
 * last lines of all are kept, for the sentence of an error.
 */
final class NixOutput implements OutputListener {

  private static final int KEPT = 200;

  /** What a failed build printed last; as many as nix itself shows of it. */
  private static final int SHOWN = 10;

  /** Longer lines are cut into several; of nix's log for programs, the rest is left out. */
  private static final int LONGEST = 1 << 16;

  private static final Duration REDRAWN = Duration.ofMillis(250);

  /** What a build printed last, which is told should it fail. */
  private record BuildLog(String derivation, Deque<String> lines) {}

  private final UserInteraction interaction;
  private final NixProgress progress = new NixProgress();
  private final Instant start = Instant.now();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> last = new ArrayDeque<>();
  private final Map<Long, BuildLog> builds = new RecentActivities<>();
  private String drawn = "";
  private boolean cut;
  private boolean logs;
  private boolean closed;

  NixOutput(UserInteraction interaction) {
    this.interaction = interaction;
  }

  /** Shows how far it is, several times a second, until the thread is interrupted. */
  void tick() {
    try {
      while (true) {
        Thread.sleep(REDRAWN);
        draw();
      }
    } catch (InterruptedException e) {
      // The command has ended.
    }
  }

  private synchronized void draw() {
    if (closed) {
      return;
    }
    String now = progress.line(Duration.between(start, Instant.now()));
    if (!now.equals(drawn)) {
      interaction.progress(now);
      drawn = now;
    }
  }

  @Override
  public synchronized void out(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        end();
      } else if (!cut) {
        line.write(bytes[i]);
        if (line.size() == LONGEST) {
          full();
        }
      }
    }
  }

  @Override
  public void err(byte[] bytes, int length) {
    out(bytes, length);
  }

  /** The command has ended: what is there of a line is all of it, and nothing more is drawn. */
  synchronized void close() {
    end();
    closed = true;
  }

  private void full() {
    cut = line.toString(StandardCharsets.UTF_8).startsWith(NixEvent.MARK);
    if (!cut) {
      end();
    }
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    boolean whole = !cut;
    cut = false;
    (whole ? NixEvent.of(text) : Optional.of(NixEvent.shortened(text)))
        .ifPresentOrElse(
            this::take,
            () -> {
              progress.read(text);
              tell(text);
            });
  }

  /** Whether a line of nix's log for programs came: then all know what that is. */
  synchronized boolean isLog() {
    return logs;
  }

  /** The last lines, cleaned, oldest first. */
  synchronized String last() {
    return String.join("\n", last);
  }

  private void take(NixEvent event) {
    logs = true;
    progress.read(event);
    switch (event) {
      case NixEvent.Message(String text) -> {
        tellLogOf(text);
        text.lines().forEach(this::tell);
      }
      case NixEvent.Begun(long id, NixEvent.Activity activity, String text, String subject) -> {
        if (activity == NixEvent.Activity.BUILD) {
          builds.put(id, new BuildLog(subject, new ArrayDeque<>()));
        }
        if (!interaction.showsProgress() && !text.isBlank()) {
          tell(text + "...");
        }
      }
      case NixEvent.Printed(long id, String printed) -> {
        BuildLog log = builds.get(id);
        if (interaction.showsProgress() && log != null) {
          add(log.lines(), Clean.line(printed), SHOWN);
        } else {
          tell(printed);
        }
      }
      case NixEvent.Ended _, NixEvent.Counted _, NixEvent.Expected _, NixEvent.Other _ -> {}
    }
  }

  /**
   * Before it is said that a build failed: what it printed, if that was not told yet. Older ones
   * say {@code builder for '…' failed}, newer ones {@code Cannot build '…'. Reason: builder
   * failed}.
   */
  private void tellLogOf(String message) {
    if (!message.contains("failed")) {
      return;
    }
    builds.values().stream()
        .filter(log -> message.contains("'" + log.derivation() + "'"))
        .forEach(log -> {
          log.lines().forEach(this::tell);
          log.lines().clear();
        });
  }

  private void tell(String printed) {
    String text = Clean.line(printed).stripTrailing();
    if (!text.isEmpty()) {
      interaction.tell("  " + text);
      // Whatever is told takes the line of progress away.
      drawn = "";
      add(last, text, KEPT);
    }
  }

  private static void add(Deque<String> lines, String line, int most) {
    lines.add(line);
    if (lines.size() > most) {
      lines.removeFirst();
    }
  }
}
