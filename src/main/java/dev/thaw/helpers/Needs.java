package dev.thaw.helpers;

import dev.thaw.rescue.State;
import java.util.Optional;

/** What has to hold before a helper can do anything. */
public enum Needs {
  /** Nothing. */
  NOTHING,
  /** The installed system is mounted. */
  MOUNTED,
  /** It is a practice machine. */
  PRACTICE;

  /**
   * What is missing now, and what comes first, in a few words; empty when the helper can run.
   *
   * @param state what holds on the machine; empty when that is not known, and nothing is said of it
   * @param practice whether it is a practice machine
   */
  public Optional<String> missing(Optional<State> state, boolean practice) {
    return switch (this) {
      case NOTHING -> Optional.empty();
      case MOUNTED ->
          state
              .filter(now -> !now.isMounted())
              .map(now -> "not yet: nothing is mounted at " + now.root() + "; mountAll() first");
      case PRACTICE ->
          practice ? Optional.empty() : Optional.of("not here: for practice machines only");
    };
  }
}
