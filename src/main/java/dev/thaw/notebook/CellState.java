package dev.thaw.notebook;

import java.util.Locale;
import java.util.Optional;

/** What became of a cell when its notebook was played. */
public enum CellState {
  /** It was begun, and nothing is known of its end. */
  RUNNING,
  /** It ran, and only looked. */
  RAN,
  /** It ran, and changed something on the machine. */
  ACTED,
  /** A person did what it says. */
  DONE,
  /** It was passed over. */
  SKIPPED,
  /** It failed; what it did before that stands. */
  FAILED,
  /** It would have changed something, and nothing was to be changed. */
  HELD_BACK;

  /** The state as the played notebook says it: "held back". */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static Optional<CellState> of(String word) {
    for (CellState state : values()) {
      if (state.word().equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
