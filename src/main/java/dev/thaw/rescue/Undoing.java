package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be taken back, by the record on the machine. */
final class Undoing {

  private Undoing() {}

  /** The plan that takes back the last thing which can be; empty when there is none. */
  static Plan plan(List<Record.Entry> record) {
    Optional<Record.Entry> last = last(record);
    if (last.isEmpty()) {
      return new Plan("Nothing to take back", List.of(), List.of());
    }
    String purpose = last.get().purpose();
    var steps = new ArrayList<Command>();
    for (List<String> undo : last.get().undo()) {
      steps.add(Command.changes("take back: " + purpose, undo));
    }
    return new Plan("Take back: " + purpose, steps, List.of());
  }

  /** The last entry that can be taken back and was not yet. */
  static Optional<Record.Entry> last(List<Record.Entry> record) {
    for (int i = record.size() - 1; i >= 0; i--) {
      Record.Entry entry = record.get(i);
      // One without a status was cut off: it may have done its work.
      boolean happened = entry.status().map(status -> status == 0).orElse(true);
      if (happened
          && !entry.undo().isEmpty()
          && !isTakenBack(entry, record.subList(i, record.size()))) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Whether its undo ran later on, by whichever helper. */
  private static boolean isTakenBack(Record.Entry entry, List<Record.Entry> later) {
    return later.stream()
        .filter(other -> other.status().map(status -> status == 0).orElse(false))
        .anyMatch(other -> other.argv().equals(entry.undo().getLast()));
  }
}
