package dev.thaw.notebook;

import dev.thaw.session.CellResult;
import java.time.Duration;
import java.util.List;

/**
 * What running a cell gave.
 *
 * @param result how it ended
 * @param acted how many commands that change something it ran
 * @param took how long it took, with the time that the person thought
 * @param outputs what it printed, what the person was told, and its values
 */
public record CellRun(CellResult result, long acted, Duration took, List<Output> outputs) {
  /** Copies the list. */
  public CellRun {
    outputs = List.copyOf(outputs);
  }
}
