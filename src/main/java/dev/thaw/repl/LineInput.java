package dev.thaw.repl;

import dev.thaw.terminal.CellEnvironment;
import dev.thaw.view.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a person types cells. */
public sealed interface LineInput extends AutoCloseable permits LineEditor, PlainLines {

  /**
   * What the terminal is good for: an editor, or plain lines on {@code TERM=dumb}.
   *
   * @param history the file that keeps what was typed; empty for none
   */
  static LineInput open(CellEnvironment environment, Typing typing, Optional<Path> history) {
    return Style.isDumb(System.getenv())
        ? new PlainLines(environment, typing)
        : new LineEditor(environment, typing, history);
  }

  /**
   * Lets the person type; Ctrl-C begins a new line.
   *
   * @param prompt what stands before it, in colours
   * @return what was typed, one line or more; empty at the end of input
   */
  Optional<String> read(String prompt);

  /**
   * Lets the person change a text.
   *
   * @return the new text; empty when it was given up
   */
  Optional<String> change(String text);

  /** Keeps a line to be found again with the arrow keys, unless it may hold a secret. */
  void remember(String line);

  /**
   * Changes the prompt before what is being typed, and shows something above it; while nothing is
   * typed, as soon as somebody begins. May be called from another thread.
   *
   * @param prompt asked for when it is shown
   */
  void update(Supplier<String> prompt, List<String> above);

  /** Lets the terminal go. */
  @Override
  void close();
}
