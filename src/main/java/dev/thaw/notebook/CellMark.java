package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What a played notebook says about one cell, in its metadata below {@code thaw}.
 *
 * @param state what became of it; empty while nothing did
 * @param acted how many commands that change something it ran
 * @param seconds how long it took
 * @param when when that became of it; empty while nothing did
 * @param original the notebook's own text of it, if it was edited
 */
record CellMark(
    Optional<CellState> state,
    long acted,
    double seconds,
    Optional<Instant> when,
    Optional<String> original) {

  static final CellMark NONE =
      new CellMark(Optional.empty(), 0, 0, Optional.empty(), Optional.empty());

  /** What is said about the cell. */
  static CellMark of(Cell cell) {
    JsonNode said = cell.metadata().get(PlayHeader.KEY);
    if (said == null) {
      return NONE;
    }
    return new CellMark(
        CellState.of(said.path("state").asText()),
        said.path("commands").asLong(),
        said.path("seconds").asDouble(),
        PlayHeader.instant(said.path("when")),
        Optional.ofNullable(said.path("original").textValue()));
  }

  /**
   * Whether one of the cells changed something, or may have: of one in whose midst a play ended.
   */
  static boolean anyActed(Notebook played) {
    return played.cells().stream()
        .map(CellMark::of)
        .anyMatch(mark -> mark.acted > 0 || mark.state.equals(Optional.of(CellState.RUNNING)));
  }

  /**
   * The same cell, of which something became.
   *
   * @param took how long that took; zero when it was not run
   */
  CellMark becoming(CellState state, long acted, Duration took) {
    double seconds = took.toMillis() / 1000.0;
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new CellMark(Optional.of(state), acted, seconds, Optional.of(now), original);
  }

  CellMark withOriginal(String text) {
    return new CellMark(state, acted, seconds, when, Optional.of(text));
  }

  /** The cell, with this said about it. */
  Cell on(Cell cell) {
    var metadata = new LinkedHashMap<>(cell.metadata());
    ObjectNode said = Json.MAPPER.createObjectNode();
    state.ifPresent(s -> said.put("state", s.word()));
    if (acted > 0) {
      said.put("commands", acted);
    }
    if (seconds > 0) {
      said.put("seconds", seconds);
    }
    when.ifPresent(w -> said.put("when", w.toString()));
    original.ifPresent(text -> said.put("original", text));
    if (said.isEmpty()) {
      metadata.remove(PlayHeader.KEY);
    } else {
      metadata.put(PlayHeader.KEY, said);
    }
    return new Cell(
        cell.id(),
        cell.type(),
        cell.source(),
        metadata,
        cell.attachments(),
        cell.executionCount(),
        cell.outputs());
  }
}
