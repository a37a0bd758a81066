package dev.thaw.rescue;

import dev.thaw.machine.ActionLog;
import dev.thaw.machine.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be taken back, by the record on the machine. */
final class Undoing {

  private Undoing() {}

  /**
   * The plan that takes back the last thing which can be; empty when there is none.
   *
   * @param state what holds now: what is unmounted, exported or closed needs no taking back
   */
  static Plan plan(List<ActionLog.Entry> record, State state) {
    Optional<ActionLog.Entry> last = last(record, state);
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
  static Optional<ActionLog.Entry> last(List<ActionLog.Entry> record, State state) {
    for (int i = record.size() - 1; i >= 0; i--) {
      ActionLog.Entry entry = record.get(i);
      // One without a status was cut off: it may have done its work.
      boolean happened = entry.status().map(status -> status == 0).orElse(true);
      if (happened
          && !entry.undo().isEmpty()
          && stillHolds(entry.undo().getLast(), state)
          && !isTakenBack(entry, record.subList(i, record.size()), state.root())) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Whether there is something left for this undo, by the kernel's word. */
  private static boolean stillHolds(List<String> undo, State state) {
    String what = undo.getLast();
    return switch (undo.getFirst()) {
      case "umount" -> state.mounts().stream().anyMatch(mount -> mount.point().equals(what));
      case "zpool" -> state.pools().stream().anyMatch(pool -> pool.name().equals(what));
      case "cryptsetup", "vgchange", "mdadm" -> state.hasOpen(undo);
      default -> true;
    };
  }

  /**
   * Whether its undo ran later on, by whichever helper; or the root was unmounted since, and it was
   * done inside, which is out of reach.
   */
  private static boolean isTakenBack(
      ActionLog.Entry entry, List<ActionLog.Entry> later, String root) {
    return later.stream()
        .filter(other -> other.status().map(status -> status == 0).orElse(false))
        .anyMatch(other ->
            other.argv().equals(entry.undo().getLast())
                || other.argv().equals(List.of("umount", "--", root)) && isInside(entry, root));
  }

  /** Whether it is taken back at the root or below; a variable of the firmware is not. */
  private static boolean isInside(ActionLog.Entry entry, String root) {
    return entry.undo().stream()
        .flatMap(List::stream)
        .anyMatch(
            word -> word.equals(root) || word.startsWith(root + "/") || word.equals("thaw-enter"));
  }
}
