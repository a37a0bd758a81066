package dev.thaw.kernel;

import dev.thaw.machine.CleanStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/** What the cell that runs shows, in the order in which it comes. */
final class CellOutput {

  /**
   * The cell that runs.
   *
   * @param count as which one it is run
   * @param silent whether nothing of it is shown
   * @param canAsk whether its front end can ask the person
   */
  record Cell(Request request, int count, boolean silent, boolean canAsk) {}

  private final Publisher publisher;
  private final Progress progress;
  private volatile Cell cell;
  private Bundle held;

  CellOutput(Publisher publisher) {
    this.publisher = publisher;
    progress = new Progress(publisher);
  }

  /** The cell that runs; the one before, while none does. */
  Optional<Cell> cell() {
    return Optional.ofNullable(cell);
  }

  /** A stream for cells to print to. */
  PrintStream stream(StreamType stream) {
    return CleanStream.of(text -> print(stream, text));
  }

  /** A cell begins. */
  synchronized void begin(Cell next) {
    cell = next;
    held = null;
  }

  /** Shows text. */
  synchronized void print(StreamType stream, String text) {
    flush();
    if (isShown()) {
      publisher.print(cell.request().message(), stream, text);
    }
  }

  /** Shows a sentence, or several. */
  void tell(String text) {
    print(StreamType.OUT, text + "\n");
  }

  /** Shows the value of a snippet; the last one of a cell is its result. */
  synchronized void value(Object value) {
    flush();
    held = Bundle.of(value);
  }

  /** Shows something on the way. */
  synchronized void display(Object value) {
    flush();
    publish(MessageType.PUBLISH_DISPLAY_DATA, Bundle.of(value).content(Map.of()));
  }

  /** Takes away what the cell has shown so far. */
  synchronized void clear() {
    flush();
    publish(MessageType.PUBLISH_CLEAR_OUTPUT, Map.of("wait", false));
  }

  /** Shows how far it is; the next one takes its place. */
  synchronized void progress(String line) {
    if (isShown()) {
      flush();
      progress.show(cell.request().message(), line);
    }
  }

  /** What was waited for is there: what comes next is something else to wait for. */
  synchronized void pause() {
    progress.end();
  }

  /**
   * A cell ends.
   *
   * @param hasResult whether its last value is its result
   * @return the result as text; null if there is none
   */
  synchronized String end(boolean hasResult) {
    progress.end();
    if (held == null || !hasResult) {
      flush();
      return null;
    }
    Bundle result = held;
    held = null;
    publish(
        MessageType.PUBLISH_EXECUTION_RESULT,
        result.content(Map.of("execution_count", cell.count())));
    return result.text();
  }

  /** A cell ends with a failure. */
  synchronized void failed(ErrorReply failure) {
    progress.end();
    flush();
    publish(MessageType.PUBLISH_ERROR, failure.content());
  }

  /** What was held as a possible result is none: more came after it. */
  private void flush() {
    if (held != null) {
      Bundle value = held;
      held = null;
      publish(MessageType.PUBLISH_DISPLAY_DATA, value.content(Map.of()));
    }
  }

  private void publish(MessageType<?> type, Map<String, Object> content) {
    if (isShown()) {
      publisher.publish(cell.request().message(), type, content);
    }
  }

  private boolean isShown() {
    return cell != null && !cell.silent();
  }
}
