package dev.thaw.kernel;

import dev.thaw.machine.Clean;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A line below a cell that tells how far it is, replaced in place. It comes only when there is
 * something to wait for, and says in the end how long it took.
 */
final class Progress {

  /** How long a cell may take before anything is said about it. */
  private static final Duration PATIENCE = Duration.ofMillis(800);

  /** How long a line stays, at least, so that it can be read. */
  private static final Duration READABLE = Duration.ofMillis(200);

  private final Publisher publisher;
  private @Nullable MessageContext cell;
  private String line = "";
  private String shown = "";
  private String id = "";
  private Instant begin = Instant.EPOCH;
  private Instant due = Instant.EPOCH;

  Progress(Publisher publisher) {
    this.publisher = publisher;
    Channels.thread("progress", this::watch);
  }

  /** Says how far it is. */
  synchronized void show(MessageContext cell, String line) {
    if (this.cell == null) {
      this.cell = cell;
      begin = Instant.now();
      due = begin.plus(PATIENCE);
    }
    this.line = Clean.line(line);
    notifyAll();
  }

  /** There is nothing to wait for any more: the cell is at its end, or asks. */
  synchronized void end() {
    if (cell != null && !id.isEmpty()) {
      Duration took = Duration.between(begin, Instant.now());
      publish(
          cell,
          MessageType.PUBLISH_UPDATE_DISPLAY_DATA,
          "Took %.1f s.".formatted(took.toMillis() / 1000.0));
    }
    cell = null;
    shown = "";
    id = "";
  }

  private synchronized void watch() {
    try {
      while (true) {
        if (cell == null || line.equals(shown)) {
          wait();
          continue;
        }
        long left = Duration.between(Instant.now(), due).toMillis();
        if (left > 0) {
          wait(left);
        } else {
          shown = line;
          due = Instant.now().plus(READABLE);
          boolean first = id.isEmpty();
          id = first ? UUID.randomUUID().toString() : id;
          publish(
              cell,
              first ? MessageType.PUBLISH_DISPLAY_DATA : MessageType.PUBLISH_UPDATE_DISPLAY_DATA,
              line);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but who ends the program.
    }
  }

  private void publish(MessageContext cell, MessageType<?> type, String text) {
    publisher.publish(
        cell,
        type,
        Map.of(
            "data", Map.of("text/plain", text),
            "metadata", Map.of(),
            "transient", Map.of("display_id", id)));
  }
}
