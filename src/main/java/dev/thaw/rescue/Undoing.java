package dev.thaw.rescue;

import java.util.List;
import java.util.Optional;

/** What can be taken back, by the record on the machine. */
final class Undoing {

  private Undoing() {}

  /** Takes back the last thing on record that can be. */
  static ActionResult undo(Rescue rescue) {
    List<ActionLog.Entry> record = rescue.recordSoFar();
    State state = rescue.state();
    return rescue
        .executor()
        .carryOut(
            plan(record, state).after(CutOffEdits.steps(rescue, record, state)),
            "There is nothing to take back.",
            "Taken back.",
            List.of("history() shows what else there is; plan() where you are."));
  }

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
    String purpose = "take back: " + last.get().purpose();
    return new Plan(
        "Take back: " + last.get().purpose(),
        last.get().undo().stream().map(undo -> Step.of(purpose, undo)).toList(),
        List.of());
  }

  /** The last entry that can be taken back and was not yet. */
  static Optional<ActionLog.Entry> last(List<ActionLog.Entry> record, State state) {
    for (int i = record.size() - 1; i >= 0; i--) {
      ActionLog.Entry entry = record.get(i);
      // One without a status was cut off: it may have done its work.
      boolean happened = entry.status().map(status -> status == 0).orElse(true);
      if (happened
          && !entry.undo().isEmpty()
          && isLeft(entry.undo().getLast(), state)
          && !isTakenBack(entry, record.subList(i, record.size()), state.root())) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Whether there is something left for this undo, by the kernel's word. */
  private static boolean isLeft(Action undo, State state) {
    return switch (undo) {
      case StorageAction storage -> !storage.holds(state);
      // Only the record can tell.
      case FileAction _, SystemAction _, OtherAction _ -> true;
    };
  }

  /**
   * Whether its undo ran later on, by whichever helper; or the root was unmounted since, and it was
   * done inside, which is out of reach.
   */
  private static boolean isTakenBack(
      ActionLog.Entry entry, List<ActionLog.Entry> later, String root) {
    Action unmount = new StorageAction.Unmount(root);
    boolean inside = entry.undo().stream().anyMatch(undo -> undo.isAtOrBelow(root));
    return later.stream()
        .filter(ActionLog.Entry::succeeded)
        .map(ActionLog.Entry::action)
        .anyMatch(
            action -> action.equals(entry.undo().getLast()) || inside && action.equals(unmount));
  }
}
