package dev.thaw.player;

import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Journal;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Key;
import dev.thaw.terminal.Keys;
import dev.thaw.terminal.Screen;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows a cell and where it is, and lets the person look around there until they go on. */
final class Stopping {

  /**
   * What is asked at a cell.
   *
   * @param prompt what has become of it, and what Enter does
   * @param enter what Enter does, in a few words
   * @param without keys that mean nothing here
   */
  record Question(String prompt, String enter, Set<Key> without) {
    /** At a cell that Thaw runs. */
    static final Question RUN = new Question("Enter: run it", "run it", Set.of());

    /** At a cell that did not do what it should. */
    static final Question FAILED =
        new Question("It failed. Enter: run it again, s: pass over it", "run it again", Set.of());

    /** At a cell that was to do what the person did not approve. */
    static final Question REFUSED =
        new Question("Not done. Enter: ask again", "ask again", Set.of());

    /** At what the person does with their hands. */
    static final Question MANUAL =
        new Question("Done? Enter: yes, go on", "it is done, go on", Set.of(Key.EDIT, Key.EXPLAIN));

    /** Those that mean something, in the order in which they are listed. */
    List<Key> keys() {
      return Arrays.stream(Key.values()).filter(key -> !without.contains(key)).toList();
    }
  }

  private final CellEnvironment environment;
  private final Journal journal;
  private final StatusLine whereabouts;
  private final Exploring exploring;
  private final Explaining explaining;
  private final Copying copying;
  private Steps steps;
  private int last = -1;

  Stopping(CellEnvironment environment, Journal journal, StatusLine whereabouts) {
    this.environment = environment;
    this.journal = journal;
    this.whereabouts = whereabouts;
    exploring = new Exploring(environment);
    explaining = new Explaining(environment);
    copying = new Copying(environment, journal);
    renumber();
  }

  /** The journal has another cell now. */
  void renumber() {
    steps = Steps.of(journal.cells());
  }

  /** The cell to begin with, so that the step before this cell's is shown with its text. */
  int before(int at) {
    return steps.before(at);
  }

  /** The cell is done with; what it showed is on the screen above the next one. */
  void leave(int at) {
    last = at;
  }

  /** What a cell is called: "step 7, Mount it". */
  String name(int at) {
    return steps.name(at);
  }

  /** Shows a cell's text. */
  void show(int at) {
    Screen screen = environment.screen();
    Cell cell = journal.cell(at);
    boolean code = cell.type() == Cell.Type.CODE;
    screen.gap();
    screen.show(
        code ? CellText.code(cell.source(), screen) : CellText.prose(cell.source(), screen));
  }

  /** Says where a cell is. */
  void position(int at) {
    Screen screen = environment.screen();
    screen.gap();
    screen.show(
        whereabouts.line(
            steps.number(at), steps.count(), steps.title(at), environment.attended(), screen));
  }

  /** Asks what to do, until it is something that leaves the cell. */
  Key ask(int at, Question question) {
    while (true) {
      int pressed = environment.screen().press(question.prompt() + ", q: quit, ?: all keys");
      Optional<Key> key =
          pressed == Keys.LEAVE ? Optional.of(Key.QUIT) : Key.of(pressed, question.keys());
      if (key.isPresent() && !stays(key.get(), at, question)) {
        return key.get();
      }
    }
  }

  /** Does what a key says if the person stays at the cell with it. */
  private boolean stays(Key key, int at, Question question) {
    String source = journal.cell(at).source();
    switch (key) {
      case HELP -> question.keys().forEach(known -> list(known, question));
      case EXPLAIN -> explaining.explain(source);
      case COPY -> copying.copy(last < 0 ? at : Math.min(last, at), at);
      case EXPLORE -> {
        exploring.explore();
        show(at);
        position(at);
      }
      case EDIT -> {
        Optional<String> edited = exploring.edit(source).filter(text -> !text.equals(source));
        edited.ifPresent(text -> {
          journal.edit(at, text);
          journal.at(at);
        });
        show(at);
        position(at);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void list(Key key, Question question) {
    String does = key == Key.GO_ON ? question.enter() : key.does();
    environment.screen().show("  %-6s %s".formatted(key.named(), does));
  }
}
