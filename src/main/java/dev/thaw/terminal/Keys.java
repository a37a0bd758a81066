package dev.thaw.terminal;

import dev.thaw.machine.Trouble;
import dev.thaw.view.Style;
import java.util.Optional;

/**
 * How the person presses keys: a single key where the terminal can, else a letter and Enter, as on
 * {@code TERM=dumb}.
 */
public final class Keys {

  /** Ctrl-C, Ctrl-D, or a terminal that is gone. */
  public static final int LEAVE = 4;

  private static final int CTRL_C = 3;
  private static final int ESCAPE = 27;

  /** Found out when the first key is asked for; empty until then. */
  private Optional<Boolean> single = Optional.empty();

  private Keys() {}

  /** The keys of the terminal that the program was started in. */
  public static Keys ofTerminal() {
    return new Keys();
  }

  private boolean single() {
    if (single.isEmpty()) {
      single = Optional.of(!Style.isDumb(System.getenv()) && canBeSingle());
    }
    return single.get();
  }

  private static boolean canBeSingle() {
    try (Tty.Mode mode = Tty.Mode.of("-icanon")) {
      return mode.isSet();
    }
  }

  /**
   * Asks for a key.
   *
   * @param prompt what can be pressed; the cursor stays behind it
   * @return the key, a newline for Enter, or {@link #LEAVE}
   */
  public int press(String prompt) {
    if (!single()) {
      return line(prompt).map(line -> line.isEmpty() ? '\n' : line.codePointAt(0)).orElse(LEAVE);
    }
    int key = Tty.key(prompt);
    // A signal has done its work when the person is asked nothing more.
    boolean leaves = Thread.interrupted() || key < 0 || key == CTRL_C;
    return leaves ? LEAVE : key == ESCAPE ? ' ' : key;
  }

  /** Whether what was pressed is already followed by a new line on the screen. */
  public boolean endsLine() {
    return !single();
  }

  /**
   * Asks for a line.
   *
   * @return empty when the person wants to leave
   */
  public Optional<String> line(String question) {
    try {
      return Tty.ask(question);
    } catch (Trouble.NotApproved interrupted) {
      // Ctrl-C at the question: the thread's interruption has done its work.
      Thread.interrupted();
      Tty.write("\n");
      return Optional.empty();
    }
  }
}
