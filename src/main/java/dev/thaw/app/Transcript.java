package dev.thaw.app;

import dev.thaw.notebook.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Collects what one cell shows, in order. */
final class Transcript {

  /** How much text of one cell is kept, in characters: a played notebook must stay readable. */
  private static final int MOST = 1_000_000;

  private static final String CUT = "\n(The rest of what it printed is not kept here.)\n";

  private final List<Output> outputs = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String stream = "";
  private int kept;

  /**
   * Goes on with text that was printed.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  synchronized void print(String stream, String printed) {
    if (kept >= MOST || printed.isEmpty()) {
      return;
    }
    if (!stream.equals(this.stream)) {
      flush();
      this.stream = stream;
    }
    int room = Math.min(printed.length(), MOST - kept);
    text.append(printed, 0, room);
    kept += room;
    if (kept >= MOST) {
      text.append(CUT);
    }
  }

  /** Goes on with a value, as text. */
  synchronized void value(String shown) {
    flush();
    outputs.add(Output.Display.text(shown));
  }

  private void flush() {
    if (!text.isEmpty()) {
      outputs.add(new Output.Stream(stream, text.toString()));
      text.setLength(0);
    }
  }

  /**
   * All that was collected.
   *
   * @param count as which one the cell was run
   * @param hasResult whether the last value is the result of the cell
   */
  synchronized List<Output> outputs(int count, boolean hasResult) {
    flush();
    stream = "";
    var all = new ArrayList<>(outputs);
    for (int i = all.size() - 1; hasResult && i >= 0; i--) {
      if (all.get(i) instanceof Output.Display(var data, var metadata)) {
        all.set(i, new Output.Result(OptionalInt.of(count), data, metadata));
        break;
      }
    }
    return all;
  }
}
