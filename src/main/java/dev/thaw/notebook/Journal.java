package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.machine.Trouble;
import dev.thaw.session.Evaluator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The notebook as it is played: a file that holds what became of each cell, and from which a later
 * play goes on. What it says is on the disk before the next cell begins.
 */
public final class Journal {

  private final Path file;
  private final PlayHeader header;
  private Notebook notebook;
  private int next;
  private boolean finished;
  private Map<String, String> parameters;
  private int count;
  private boolean actedEarlier;

  private Journal(Path file, PlayHeader header, Notebook notebook) {
    this.file = file;
    this.header = header;
    this.notebook = notebook;
    this.next = header.next();
    this.parameters = header.parameters();
  }

  /**
   * A play from the beginning: no cell has given anything yet.
   *
   * @param original the notebook, with the values of its parameters
   * @param parameters those values as a person wrote them
   */
  public static Journal begin(
      Path file, PlayOrigin origin, Notebook original, Map<String, String> parameters) {
    var header = new PlayHeader(origin, Instant.now(), 0, false, parameters);
    return new Journal(file, header, unplayed(original));
  }

  private static Notebook unplayed(Notebook original) {
    List<Cell> cells =
        original.cells().stream().map(cell -> CellMark.NONE.on(cell.unplayed())).toList();
    return new Notebook(original.metadata(), original.minor(), cells);
  }

  /**
   * A play that goes on from an earlier one, in the same file; of the cells up to {@code next}, it
   * knows what became of them.
   *
   * @param original the notebook as it is now, the same as then up to {@code next}, with the values
   *     of its parameters
   * @param parameters those values as a person wrote them
   */
  public static Journal goOn(
      Earlier earlier,
      PlayOrigin origin,
      Notebook original,
      int next,
      Map<String, String> parameters) {
    Notebook fresh = unplayed(original);
    var cells = new ArrayList<>(earlier.played().cells().subList(0, next));
    fresh.cells().stream()
        .skip(next)
        .map(cell -> asEdited(cell, earlier.played()))
        .forEach(cells::add);
    PlayHeader then = earlier.header();
    var header = new PlayHeader(origin, then.started(), next, false, parameters);
    var journal =
        new Journal(earlier.file(), header, new Notebook(fresh.metadata(), fresh.minor(), cells));
    journal.count =
        cells.stream().mapToInt(cell -> cell.executionCount().orElse(0)).max().orElse(0);
    journal.actedEarlier = earlier.hasActed();
    return journal;
  }

  /**
   * The cell with the text that a person gave it earlier, if the notebook's own is still the same.
   */
  private static Cell asEdited(Cell cell, Notebook played) {
    Optional<String> own = Optional.of(cell.source());
    return played.cells().stream()
        .filter(then -> then.id().equals(cell.id()) && then.type() == cell.type())
        .filter(then -> CellMark.of(then).original().equals(own))
        .findFirst()
        .map(then -> CellMark.NONE.withOriginal(cell.source()).on(cell.withSource(then.source())))
        .orElse(cell);
  }

  /** Where the played notebook is. */
  public Path file() {
    return file;
  }

  /** The cells, as they are played: edited ones with their new text. */
  public List<Cell> cells() {
    return notebook.cells();
  }

  /** The cell at that place, counted from 0. */
  public Cell cell(int index) {
    return notebook.cells().get(index);
  }

  /** What became of a cell; empty while nothing did. */
  public Optional<CellState> state(int index) {
    return CellMark.of(cell(index)).state();
  }

  /** Whether something was changed on the machine, or may have been: now, or by earlier plays. */
  public boolean hasActed() {
    return actedEarlier || CellMark.anyActed(notebook);
  }

  /** The values that the parameters were given, as a person wrote them, by their names. */
  public Map<String, String> parameters() {
    return parameters;
  }

  /** As which one the last cell was run, from 1. */
  public int count() {
    return count;
  }

  /**
   * Gives parameters other values, in a cell behind the one that declares them.
   *
   * @param given the values as a person writes them, by the parameters' names
   * @throws Trouble if they can't be set so
   */
  public void set(Map<String, String> given, Evaluator evaluator) {
    notebook = Parameters.set(notebook, settings(given), evaluator);
    parameters = new LinkedHashMap<>(given);
  }

  /**
   * Values as {@link Parameters#set} takes them; always in the same order, so that the cell that
   * they make is the same when a play goes on.
   */
  public static List<String> settings(Map<String, String> given) {
    return given.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(value -> value.getKey() + "=" + value.getValue())
        .toList();
  }

  /** Gives a cell another text; the notebook's own is remembered. */
  public void edit(int index, String source) {
    Cell cell = cell(index);
    CellMark mark = CellMark.of(cell);
    set(
        index,
        mark.withOriginal(mark.original().orElse(cell.source())).on(cell.withSource(source)));
  }

  /** Writes that a cell is about to run. */
  public void running(int index) {
    count++;
    set(
        index,
        CellMark.of(cell(index))
            .becoming(CellState.RUNNING, 0, Duration.ZERO)
            .on(cell(index).unplayed()));
    at(index);
  }

  /**
   * Writes what became of a cell that was run.
   *
   * @param failure why it ended early, to be shown with its outputs; empty if it did not
   */
  public void ended(int index, CellState state, CellRun ran, Optional<Output.Failure> failure) {
    var outputs = new ArrayList<>(ran.outputs());
    failure.ifPresent(outputs::add);
    Cell played = cell(index).played(count, outputs);
    set(index, CellMark.of(played).becoming(state, ran.acted(), ran.took()).on(played));
    at(state == CellState.FAILED ? index : index + 1);
  }

  /** Writes what became of a cell without running it now. */
  public void mark(int index, CellState state) {
    CellMark mark = CellMark.of(cell(index));
    set(index, mark.becoming(state, mark.acted(), Duration.ZERO).on(cell(index)));
    at(index + 1);
  }

  /** Writes that the play goes on from there. */
  public void at(int index) {
    next = index;
    write();
  }

  /** Writes that there is nothing more to play. */
  public void finish() {
    finished = true;
    write();
  }

  private void set(int index, Cell cell) {
    notebook = notebook.withCell(index, cell);
  }

  private void write() {
    var metadata = new LinkedHashMap<String, JsonNode>(notebook.metadata());
    var now = new PlayHeader(header.origin(), header.started(), next, finished, parameters);
    ObjectNode written = now.toJson();
    metadata.put(PlayHeader.KEY, written);
    new Notebook(metadata, notebook.minor(), notebook.cells()).write(file);
  }
}
