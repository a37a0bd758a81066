package dev.thaw.terminal;

import dev.thaw.app.MessageWrapping;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.io.PrintStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What cells and what they give are shown on: a transcript that scrolls. In front of a person, no
 * text scrolls away unread: it stops when the screen is full. What comes while a command runs is
 * not held up.
 */
public final class Screen {

  private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");
  private static final String MORE = "-- Enter: more, q: to the end --";

  private final PrintStream out;
  private final boolean terminal;
  private final Style style;
  private final Optional<Keys> keys;
  private Runnable before = () -> {};
  private Tty.Size size;
  private int unread;
  private boolean leaving;
  private boolean lineOpen;
  private boolean lastBlank = true;

  /**
   * A screen.
   *
   * @param terminal whether {@code out} is a terminal
   * @param keys how the person presses keys; empty when nobody is asked
   */
  public Screen(PrintStream out, boolean terminal, Style style, Optional<Keys> keys) {
    this.out = out;
    this.terminal = terminal;
    this.style = style;
    this.keys = keys;
    measure();
  }

  /** Does that before anything is shown: clears a line of progress. */
  public void before(Runnable before) {
    this.before = before;
  }

  /** How many cells a line has. */
  public int width() {
    return size.columns();
  }

  /** Its colours. */
  public Style style() {
    return style;
  }

  /** All has been read; the terminal may have another size by now. */
  public void read() {
    unread = 0;
    lastBlank = false;
    measure();
  }

  /** A person typed something new: even who wanted to leave the text before reads on now. */
  public void anew() {
    leaving = false;
    read();
  }

  private void measure() {
    size = terminal ? Tty.size() : new Tty.Size(80, 24);
  }

  /** Shows a sentence in a tone, already cleaned. */
  public void say(Tone tone, String sentence) {
    Width.wrap(sentence, width()).forEach(line -> show(style.paint(tone, line)));
  }

  /** Shows what the person is told while something runs, already cleaned. */
  public void tell(String text) {
    show(terminal ? MessageWrapping.wrap(text, width()) : text);
  }

  /** Shows lines, already cleaned; stops whenever the screen is full. */
  public void show(String text) {
    if (leaving) {
      return;
    }
    before.run();
    endLine();
    boolean toTheEnd = keys.isEmpty();
    for (String line : text.split("\n", -1)) {
      int rows = rows(line);
      if (!toTheEnd && unread > 0 && unread + rows > size.rows() - 1) {
        toTheEnd = !more();
      }
      if (leaving) {
        return;
      }
      out.println(line);
      unread += rows;
      lastBlank = line.isEmpty();
    }
    out.flush();
  }

  /** Shows a value; nothing for an empty text, which is what a command gives that is silent. */
  public void value(@Nullable Object value) {
    String shown = TextView.show(value, width(), style);
    if (!shown.isEmpty()) {
      show(shown);
    }
  }

  /** Sets what is shown next apart from what was before. */
  public void gap() {
    before.run();
    endLine();
    if (!lastBlank) {
      show("");
    }
  }

  /** Nothing runs any more: a line of progress goes, and a line that was left open is ended. */
  public void settle() {
    before.run();
    endLine();
    out.flush();
  }

  /** A cell may have printed a line without its end. */
  private void endLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
      lastBlank = false;
    }
  }

  private int rows(String line) {
    int cells = Width.of(COLOUR.matcher(line).replaceAll(""));
    return Math.max(1, (cells + size.columns() - 1) / size.columns());
  }

  /**
   * Waits until what is on the screen has been read; false to show the rest at once. A person who
   * wants to leave instead gets to the next question, which is answered so.
   */
  private boolean more() {
    out.flush();
    int key = keys.orElseThrow().press(MORE);
    if (!keys.get().endsLine()) {
      out.print("\r" + " ".repeat(MORE.length()) + "\r");
    }
    read();
    leaving = key == Keys.LEAVE;
    return key != 'q' && key != 'Q';
  }

  /**
   * Asks for a key.
   *
   * @param prompt what can be pressed
   */
  public int press(String prompt) {
    before.run();
    endLine();
    out.flush();
    if (leaving) {
      leaving = false;
      return Keys.LEAVE;
    }
    int key = keys.orElseThrow().press(style.paint(Tone.DIM, prompt) + " ");
    if (!keys.get().endsLine()) {
      out.println(key > ' ' && key < 127 ? String.valueOf((char) key) : "");
    }
    read();
    return key;
  }

  /**
   * Asks for a line.
   *
   * @return empty when the person wants to leave
   */
  public Optional<String> ask(String question) {
    before.run();
    endLine();
    out.flush();
    if (leaving) {
      leaving = false;
      return Optional.empty();
    }
    Optional<String> line = keys.orElseThrow().line(question + " ");
    read();
    return line;
  }

  /** Shows what a running cell prints, as it comes. */
  public void live(String text) {
    if (text.isEmpty()) {
      return;
    }
    before.run();
    out.print(text);
    out.flush();
    lineOpen = !text.endsWith("\n");
    lastBlank = false;
    unread = Math.min(size.rows() - 1, unread + (int) text.chars().filter(c -> c == '\n').count());
  }
}
