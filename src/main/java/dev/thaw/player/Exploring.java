package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.CellRunner.Ran;
import dev.thaw.rescue.Draft;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Evaluator;
import dev.thaw.terminal.Failing;
import dev.thaw.view.Tone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** A prompt between two cells, with the cells' variables; and a place to edit a cell. */
final class Exploring {

  private static final String BACK = "/back";

  /** Kept here: what is said to a logger is forgotten with it. */
  private static final Logger JLINE = Logger.getLogger("org.jline");

  private final Stage stage;

  Exploring(Stage stage) {
    this.stage = stage;
    // Where infocmp is missing, it would tell so with a stack trace, and then do without.
    JLINE.setLevel(Level.OFF);
  }

  /** Evaluates what the person types, until they want to go back to the notebook. */
  void explore() {
    Screen screen = stage.screen();
    Evaluator evaluator = stage.evaluator().get();
    screen.say(
        Tone.DIM, "Explore: Java and the helpers; /back or Ctrl-D goes back to the notebook.");
    try (Terminal terminal = terminal()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(parser(evaluator))
              .completer((_, word, candidates) -> complete(evaluator, word.word(), candidates))
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, "    > ")
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      for (Optional<String> line = read(reader);
          line.isPresent() && !line.get().strip().equals(BACK);
          line = read(reader)) {
        if (!line.get().isBlank()) {
          evaluate(line.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    screen.read();
  }

  private void evaluate(String line) {
    stage.screen().read();
    Ran ran = stage.run(line, 0);
    if (!(ran.result() instanceof Value)) {
      stage
          .screen()
          .show(
              Failing.of(
                      ran.result(),
                      "",
                      stage.screen().style(),
                      true,
                      stage.verbose(),
                      stage.screen().width())
                  .text());
    }
    stage.screen().settle();
  }

  /** A line, or several; empty at the end of input. Ctrl-C begins a new one. */
  private static Optional<String> read(LineReader reader) {
    while (true) {
      try {
        return Optional.of(reader.readLine("thaw> "));
      } catch (UserInterruptException e) {
        // The line is given up.
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  /** The terminal; Ctrl-C stays what it is here, except while a line is typed. */
  private Terminal terminal() throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .dumb(true)
        .signalHandler(signal -> {
          if (signal == Signal.INT) {
            stage.interrupts().interrupted();
          }
        })
        .build();
  }

  private static void complete(Evaluator evaluator, String word, List<Candidate> candidates) {
    var names = new TreeSet<>(evaluator.helpers());
    names.addAll(evaluator.variables());
    names.add(BACK);
    names.stream()
        .filter(name -> name.startsWith(word))
        .forEach(name -> candidates.add(new Candidate(name, name, null, null, null, null, false)));
  }

  /** The text as one word; more lines are asked for while it is not complete. */
  private static Parser parser(Evaluator evaluator) {
    return (line, cursor, context) -> {
      boolean goesOn =
          context == Parser.ParseContext.ACCEPT_LINE
              && !line.strip().equals(BACK)
              && !evaluator.isComplete(line);
      if (goesOn) {
        throw new EOFError(-1, cursor, "The cell is not complete.");
      }
      return Typed.at(line, cursor);
    };
  }

  /** The word before the cursor, as far as it can be a name. */
  private record Typed(String line, int cursor, String word) implements CompletingParsedLine {

    static Typed at(String line, int cursor) {
      int start = cursor;
      while (start > 0
          && (Character.isJavaIdentifierPart(line.charAt(start - 1))
              || line.charAt(start - 1) == '/')) {
        start--;
      }
      return new Typed(line, cursor, line.substring(start, cursor));
    }

    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }

  /**
   * Lets the person edit a text: in the editor that they chose, or here; never in one that they may
   * not know how to leave.
   *
   * @return the new text; empty when there is none
   */
  Optional<String> edit(String source) {
    Optional<List<String>> editor = Draft.chosenEditor();
    if (editor.isEmpty()) {
      return editHere(source);
    }
    Draft draft = Draft.of("cell.java", source.getBytes(StandardCharsets.UTF_8));
    try {
      // Ctrl-C is the editor's own.
      byte[] edited = stage.interrupts().during(() -> {}, () -> draft.edited(editor.get()));
      return Optional.of(new String(edited, StandardCharsets.UTF_8).stripTrailing());
    } catch (Trouble trouble) {
      stage.screen().say(Tone.BAD, Clean.text(trouble.getMessage() + " " + trouble.next()));
      return Optional.empty();
    } finally {
      draft.discard();
    }
  }

  private Optional<String> editHere(String source) {
    stage.screen().say(Tone.DIM, "Edit the cell; Enter at its end takes it, Ctrl-C leaves it.");
    try (Terminal terminal = terminal()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(parser(stage.evaluator().get()))
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      return Optional.of(reader.readLine("", null, (Character) null, source));
    } catch (UserInterruptException | EndOfFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
