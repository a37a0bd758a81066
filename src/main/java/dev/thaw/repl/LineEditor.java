package dev.thaw.repl;

import dev.thaw.session.Completion;
import dev.thaw.terminal.Stage;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Markdown;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.SuggestionType;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** Where a person types Java: with completion, hints, colours, a history, and several lines. */
public final class LineEditor implements AutoCloseable {

  private static final String TAB = "thaw-tab";

  /** Kept here: what is said to a logger is forgotten with it. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private final Stage stage;
  private final Typing typing;
  private final Terminal terminal;
  private final LineReaderImpl reader;
  private final boolean hints;
  private volatile int promptCells;
  private String tabbed = "";
  private int tabs;

  /** Opens the terminal; Ctrl-C stays what it is on the stage, except while a line is typed. */
  public LineEditor(Stage stage, Typing typing) {
    this.stage = stage;
    this.typing = typing;
    // Where infocmp is missing, it would tell so with a stack trace, and then do without.
    JLINE.setLevel(Level.OFF);
    try {
      terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              .signalHandler(signal -> {
                if (signal == Signal.INT) {
                  stage.interrupts().interrupted();
                }
              })
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
      // A serial line does not tell its size.
      Tty.Size size = Tty.size();
      terminal.setSize(new Size(size.columns(), size.rows()));
    }
    hints = terminal.getStringCapability(Capability.enter_dim_mode) != null;
    reader = reader();
  }

  private LineReaderImpl reader() {
    var built =
        (LineReaderImpl)
            LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(this::parse)
                .completer((_, word, candidates) -> complete(word, candidates))
                .highlighter(highlighter())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ")
                .variable(LineReader.DISABLE_HISTORY, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.AUTO_MENU, false)
                .build();
    built.setAutosuggestion(SuggestionType.TAIL_TIP);
    built.getWidgets().put(TAB, this::tab);
    built.getKeyMaps().get(LineReader.MAIN).bind(new Reference(TAB), KeyMap.ctrl('I'));
    return built;
  }

  /**
   * Lets the person type.
   *
   * @param prompt what stands before it, in colours
   * @return what was typed, one line or more; empty at the end of input
   */
  public Optional<String> read(String prompt) {
    while (true) {
      typing.forget();
      promptCells = AttributedString.fromAnsi(prompt).columnLength();
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException e) {
        // The line is given up.
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Lets the person change a text.
   *
   * @return the new text; empty when it was given up
   */
  public Optional<String> change(String text) {
    try {
      return Optional.of(reader.readLine("", null, (Character) null, text));
    } catch (UserInterruptException | EndOfFileException e) {
      return Optional.empty();
    }
  }

  /** Keeps a line to be found again with the arrow keys. */
  public void remember(String line) {
    // Not by itself: it would keep what it was given to change, and whatever else is typed.
    reader.setVariable(LineReader.DISABLE_HISTORY, false);
    reader.getHistory().add(line);
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
  }

  /**
   * Changes the prompt before what is being typed, and shows something above it; does nothing while
   * nothing is typed. May be called from another thread.
   */
  void update(String prompt, List<String> above) {
    if (!reader.isReading()) {
      return;
    }
    try {
      promptCells = AttributedString.fromAnsi(prompt).columnLength();
      reader.setPrompt(prompt);
      if (above.isEmpty()) {
        reader.callWidget(LineReader.REDISPLAY);
      } else {
        reader.printAbove(AttributedString.fromAnsi(String.join("\n", above)));
      }
    } catch (IllegalStateException e) {
      // The line was just finished; the next prompt is the new one.
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  // ---- what JLine asks for

  private ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.ACCEPT_LINE) {
      if (!typing.isComplete(line)) {
        throw new EOFError(-1, cursor, "The cell is not complete.");
      }
      return new TypedLine(line, cursor, cursor);
    }
    boolean completes = context == Parser.ParseContext.COMPLETE;
    return new TypedLine(line, cursor, completes ? typing.completion(line, cursor).from() : cursor);
  }

  private void complete(ParsedLine word, List<Candidate> candidates) {
    Completion completion = typing.completion(word.line(), word.cursor());
    List<dev.thaw.session.Candidate> found = completion.candidates();
    int longest = found.stream().mapToInt(one -> Width.of(one.shown())).max().orElse(0);
    int room = terminal.getWidth() - longest - 3;
    // More than fit on the screen are listed by their names only, beside each other.
    boolean explained = room >= 16 && found.size() <= Math.max(8, terminal.getHeight() - 6);
    int order = 0;
    for (dev.thaw.session.Candidate one : found) {
      String shown = explained ? explained(one, longest, room) : one.shown();
      candidates.add(new Candidate(one.text(), shown, null, null, null, null, false, order++));
    }
  }

  private String explained(dev.thaw.session.Candidate one, int longest, int room) {
    Style style = stage.screen().style();
    String about = style.paint(Tone.DIM, Width.cut(one.about(), room, style));
    return one.shown() + " ".repeat(longest - Width.of(one.shown()) + 2) + about;
  }

  private Highlighter highlighter() {
    var colours = new Colours(stage.screen().style());
    return (reading, text) -> {
      int cursor = reading.getBuffer().cursor();
      reading.setTailTip(hints && cursor == text.length() ? tip(text) : "");
      return colours.of(text, cursor);
    };
  }

  /** What is shown behind the cursor, as far as there is room on its line. */
  private String tip(String text) {
    String hint = typing.hint(text);
    int lineStart = text.lastIndexOf('\n') + 1;
    int room = terminal.getWidth() - 5 - Width.of(text.substring(lineStart)) - promptCells;
    if (hint.isEmpty() || room < 8) {
      return "";
    }
    // JLine shows what begins so as it is; other tips it takes for the rest of a command line.
    return "[" + Width.cut(hint, room, stage.screen().style()) + "]";
  }

  // ---- Tab: completes; once more, explains; a third time, with Javadoc

  private boolean tab() {
    String before = at();
    tabs = before.equals(tabbed) ? tabs + 1 : 1;
    if (tabs == 1) {
      reader.callWidget(LineReader.COMPLETE_WORD);
    } else {
      explain(tabs > 2);
    }
    tabbed = at();
    if (!tabbed.equals(before)) {
      tabs = 0;
    }
    return true;
  }

  private String at() {
    return reader.getBuffer().cursor() + " " + reader.getBuffer();
  }

  private void explain(boolean all) {
    int width = terminal.getWidth();
    String text =
        typing
            .explanation(reader.getBuffer().toString(), reader.getBuffer().cursor(), all)
            .map(markdown -> Markdown.text(markdown, width - 1, stage.screen().style()))
            .orElse("There is nothing to say on this.");
    List<String> lines = text.lines().toList();
    int room = Math.max(5, terminal.getHeight() - 4);
    String shown = lines.stream().limit(room).collect(Collectors.joining("\n"));
    String rest = lines.size() > room ? "\n(cut: explain(…) shows all of it)" : "";
    reader.printAbove(AttributedString.fromAnsi(shown + rest + "\n"));
  }
}
