package dev.thaw.repl;

import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Markdown;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.SuggestionType;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** Where a person types Java: with completion, hints, colours, a history, and several lines. */
final class LineEditor implements LineInput {

  private static final String TAB = "thaw-tab";

  /** Kept here: what is said to a logger is forgotten with it. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  /** Another prompt, and what is to be shown above it. */
  private record News(Supplier<String> prompt, List<String> above) {}

  private final CellEnvironment environment;
  private final Typing typing;
  private final Terminal terminal;
  private final ListingReader reader;
  private final boolean hints;
  private final AtomicReference<News> news = new AtomicReference<>();
  private volatile int promptCells;
  private String tabbed = "";
  private int tabs;

  /** What is explained at the cursor, and which part of it is shown next. */
  private List<String> parts = List.of();

  private int part;

  /**
   * Opens the terminal; Ctrl-C stays what it is on the stage, except while a line is typed.
   *
   * @param history the file that keeps what was typed; empty for none
   */
  LineEditor(CellEnvironment environment, Typing typing, Optional<Path> history) {
    this.environment = environment;
    this.typing = typing;
    // Where infocmp is missing, it would tell so with a stack trace, and then do without.
    JLINE.setLevel(Level.OFF);
    try {
      terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(true)
              // What is asked for nothing takes its time: one of them starts programs.
              .ffm(false)
              .jansi(false)
              .jna(false)
              .exec(!Tty.hasNative())
              .signalHandler(signal -> {
                if (signal == Signal.INT) {
                  environment.interrupts().interrupted();
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
    reader = reader(history);
  }

  private ListingReader reader(Optional<Path> history) {
    var built = new ListingReader(terminal);
    built.setParser(this::parse);
    built.setCompleter((_, word, candidates) -> complete(word, candidates));
    built.setHighlighter(highlighter());
    built.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, "%P > ");
    built.setVariable(LineReader.DISABLE_HISTORY, true);
    built.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    built.option(LineReader.Option.AUTO_MENU, false);
    // It would take the next Tab for itself.
    built.option(LineReader.Option.AUTO_LIST, false);
    history.ifPresent(file -> {
      built.setVariable(LineReader.HISTORY_FILE, file);
      built.getHistory().attach(built);
    });
    built.setAutosuggestion(SuggestionType.TAIL_TIP);
    built.getWidgets().put(TAB, this::tab);
    built.getWidgets().put(LineReader.CALLBACK_INIT, this::showNews);
    Objects.requireNonNull(built.getKeyMaps().get(LineReader.MAIN))
        .bind(new Reference(TAB), KeyMap.ctrl('I'));
    return built;
  }

  @Override
  public Optional<String> read(String prompt) {
    while (true) {
      typing.forget();
      promptCells = AttributedString.fromAnsi(prompt).columnLength();
      // What was typed ahead stands there already, and is shown once more behind the prompt.
      terminal.writer().print("\r");
      terminal.puts(Capability.clr_eol);
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException e) {
        // The line is given up.
      } catch (EndOfFileException | IOError e) {
        // The person leaves, or the terminal is gone.
        return Optional.empty();
      }
    }
  }

  @Override
  public Optional<String> change(String text) {
    try {
      return Optional.of(reader.readLine("", null, (Character) null, text));
    } catch (UserInterruptException | EndOfFileException | IOError e) {
      return Optional.empty();
    }
  }

  @Override
  public void remember(String line) {
    if (HistoryFile.isSecret(line)) {
      return;
    }
    // Not by itself: it would keep what it was given to change, and whatever else is typed.
    reader.setVariable(LineReader.DISABLE_HISTORY, false);
    reader.getHistory().add(line);
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
  }

  @Override
  public void update(Supplier<String> prompt, List<String> above) {
    // Kept before it is asked whether somebody types: whoever begins in between finds it.
    news.set(new News(prompt, above));
    if (reader.isReading()) {
      showNews();
    }
  }

  /** Shows what came since, once; true, as JLine wants it of a widget. */
  private boolean showNews() {
    News latest = news.getAndSet(null);
    if (latest == null) {
      return true;
    }
    try {
      String prompt = latest.prompt().get();
      promptCells = AttributedString.fromAnsi(prompt).columnLength();
      reader.setPrompt(prompt);
      if (latest.above().isEmpty()) {
        reader.callWidget(LineReader.REDISPLAY);
      } else {
        reader.printAbove(AttributedString.fromAnsi(String.join("\n", latest.above())));
      }
    } catch (IllegalStateException e) {
      // The line was just finished; the next prompt is the new one.
    }
    return true;
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
    Style style = environment.screen().style();
    candidates.addAll(
        new Choices(terminal.getWidth(), terminal.getHeight(), style)
            .of(typing.completion(word.line(), word.cursor())));
  }

  private Highlighter highlighter() {
    var colours = new Colours(environment.screen().style());
    return (reading, text) -> {
      int cursor = reading.getBuffer().cursor();
      if (!at().equals(tabbed)) {
        reader.clearList();
      }
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
    return "[" + Width.cut(hint, room, environment.screen().style()) + "]";
  }

  // ---- Tab: completes; once more, explains; a third time, with Javadoc; then, what is left of it

  private boolean tab() {
    String before = at();
    tabs = before.equals(tabbed) ? tabs + 1 : 1;
    if (tabs == 1) {
      parts = List.of();
    }
    if (tabs == 1 || tabs == 2 && isNew()) {
      reader.callWidget(LineReader.COMPLETE_WORD);
      tabbed = at();
      if (tabbed.equals(before)) {
        reader.callWidget(LineReader.LIST_CHOICES);
      } else {
        tabs = 0;
      }
    } else {
      explain();
    }
    return true;
  }

  /**
   * Whether something is offered now where nothing was before: a look in the background is done.
   */
  private boolean isNew() {
    String line = reader.getBuffer().toString();
    int cursor = reader.getBuffer().cursor();
    boolean nothing = typing.completion(line, cursor).candidates().isEmpty();
    typing.forget();
    return nothing && !typing.completion(line, cursor).candidates().isEmpty();
  }

  private String at() {
    return reader.getBuffer().cursor() + " " + reader.getBuffer();
  }

  private void explain() {
    // The list would take the room, and push the text's beginning off the screen.
    reader.clearList();
    List<String> wanted = tabs <= 3 ? explanation(tabs == 3) : parts;
    if (!wanted.equals(parts)) {
      parts = wanted;
      part = 0;
    }
    boolean more = part < parts.size() - 1;
    String end = more ? "\n" + environment.screen().style().paint(Tone.DIM, "(Tab: more)") : "";
    reader.printAbove(AttributedString.fromAnsi(parts.get(part) + end + "\n"));
    part = more ? part + 1 : 0;
  }

  /** What is at the cursor, in parts that fit on the screen. */
  private List<String> explanation(boolean all) {
    String text =
        typing
            .explanation(reader.getBuffer().toString(), reader.getBuffer().cursor(), all)
            .map(markdown ->
                Markdown.text(markdown, terminal.getWidth() - 1, environment.screen().style()))
            .orElse("There is nothing to say on this.");
    List<String> lines = text.lines().toList();
    int room = Math.max(5, terminal.getHeight() - 4);
    return IntStream.iterate(0, from -> from < lines.size(), from -> from + room)
        .mapToObj(from -> lines.stream().skip(from).limit(room).collect(Collectors.joining("\n")))
        .toList();
  }
}
