package dev.thaw.kernel;

import dev.thaw.helpers.HelperContext;
import dev.thaw.machine.CleanStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;

/** What the cell that runs shows, in the order in which it comes. */
final class CellOutput implements HelperContext.Showing {

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
  private volatile @Nullable Cell cell;
  private @Nullable Bundle held;

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
    shown().ifPresent(shown -> publisher.print(shown.request().message(), stream, text));
  }

  /** Shows a sentence, or several. */
  void tell(String text) {
    print(StreamType.OUT, text + "\n");
  }

  /** Shows the value of a snippet; the last one of a cell is its result. */
  synchronized void value(@Nullable Object value) {
    flush();
    held = Bundle.of(value);
  }

  @Override
  public synchronized void display(@Nullable Object value) {
    flush();
    publish(MessageType.PUBLISH_DISPLAY_DATA, Bundle.of(value).content(Map.of()));
  }

  @Override
  public synchronized void clear() {
    flush();
    publish(MessageType.PUBLISH_CLEAR_OUTPUT, Map.of("wait", false));
  }

  /** Shows how far it is; the next one takes its place. */
  synchronized void progress(String line) {
    shown()
        .ifPresent(shown -> {
          flush();
          progress.show(shown.request().message(), line);
        });
  }

  /** What was waited for is there: what comes next is something else to wait for. */
  synchronized void pause() {
    progress.end();
  }

  /**
   * A cell ends.
   *
   * @param hasResult whether its last value is its result
   * @return the result as text, if there is one
   */
  synchronized Optional<String> end(boolean hasResult) {
    progress.end();
    if (held == null || !hasResult) {
      flush();
      return Optional.empty();
    }
    Bundle result = held;
    held = null;
    int count = cell().map(Cell::count).orElseThrow();
    publish(MessageType.PUBLISH_EXECUTION_RESULT, result.content(Map.of("execution_count", count)));
    return Optional.of(result.text());
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
    shown().ifPresent(shown -> publisher.publish(shown.request().message(), type, content));
  }

  /** The cell that runs, if what it gives is shown. */
  private Optional<Cell> shown() {
    return cell().filter(one -> !one.silent());
  }
}
