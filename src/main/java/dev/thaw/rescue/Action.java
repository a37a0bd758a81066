package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.LoggedAction;
import java.time.Duration;
import java.util.List;

/**
 * What a step of a plan does. Each kind is a record, in the group that says what else is asked of
 * it; the arguments of its command follow from its components, and so does all that a rehearsal, an
 * undo and the record conclude from it.
 */
public sealed interface Action extends LoggedAction
    permits StorageAction, FileAction, SystemAction, OtherAction {

  /** The paths on the live system that it is about; none where it is about something else. */
  List<String> paths();

  /** How long it may take before it is ended, whether it is done or taken back by. */
  default Duration limit() {
    return Command.DEFAULT_LIMIT;
  }

  /** Whether it is about something at this folder or below. */
  default boolean isAtOrBelow(String folder) {
    return paths().stream().anyMatch(path -> path.equals(folder) || path.startsWith(folder + "/"));
  }
}
