package dev.thaw.cli;

import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Journal;
import java.util.List;
import java.util.Optional;

/** Shows a cell and where it is, and lets the person look around there until they go on. */
final class Stopping {

  /** The keys at a cell that Thaw runs. */
  static final List<Key> AT_CODE =
      List.of(
          Key.GO_ON,
          Key.SKIP,
          Key.EDIT,
          Key.BACK,
          Key.EXPLORE,
          Key.EXPLAIN,
          Key.COPY,
          Key.QUIT,
          Key.HELP);

  /** The keys at a cell that did not do what it should. */
  static final List<Key> AFTER_FAILURE =
      List.of(
          Key.GO_ON,
          Key.AGAIN,
          Key.EDIT,
          Key.EXPLORE,
          Key.SKIP,
          Key.QUIT,
          Key.BACK,
          Key.EXPLAIN,
          Key.COPY,
          Key.HELP);

  /** The keys at what the person does with their hands. */
  static final List<Key> AT_MANUAL =
      List.of(
          Key.GO_ON, Key.SKIP, Key.BACK, Key.EXPLORE, Key.EXPLAIN, Key.COPY, Key.QUIT, Key.HELP);

  private final Stage stage;
  private final Journal journal;
  private final Whereabouts whereabouts;
  private final Exploring exploring;
  private final Explaining explaining;
  private final Copying copying;
  private Steps steps;
  private int last = -1;

  Stopping(Stage stage, Journal journal, Whereabouts whereabouts) {
    this.stage = stage;
    this.journal = journal;
    this.whereabouts = whereabouts;
    exploring = new Exploring(stage);
    explaining = new Explaining(stage);
    copying = new Copying(stage, journal);
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
    Screen screen = stage.screen();
    Cell cell = journal.cell(at);
    boolean code = cell.type() == Cell.Type.CODE;
    screen.gap();
    screen.show(code ? Shown.code(cell.source(), screen) : Shown.prose(cell.source(), screen));
  }

  /** Says where a cell is. */
  void position(int at) {
    Screen screen = stage.screen();
    screen.gap();
    screen.show(
        whereabouts.line(
            steps.number(at), steps.count(), steps.title(at), stage.attended(), screen));
  }

  /**
   * Asks what to do, until it is something that leaves the cell.
   *
   * @param what what Enter does
   * @param keys those that mean something here
   */
  Key ask(int at, String what, List<Key> keys) {
    while (true) {
      int pressed = stage.screen().press(what + ", q: quit, ?: all keys");
      Optional<Key> key = pressed == Keys.LEAVE ? Optional.of(Key.QUIT) : Key.of(pressed, keys);
      if (key.isPresent() && !stays(key.get(), at, keys)) {
        return key.get();
      }
    }
  }

  /** Does what a key says if the person stays at the cell with it. */
  private boolean stays(Key key, int at, List<Key> keys) {
    String source = journal.cell(at).source();
    switch (key) {
      case HELP ->
          keys.forEach(
              known -> stage.screen().show("  %-6s %s".formatted(known.named(), known.does())));
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
}
