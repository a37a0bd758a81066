package dev.thaw.rescue;

import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is left of an edit that was cut off: a new text that was not finished, and a backup of what
 * was not changed then.
 */
final class CutOffEdits {

  private static final Probe PROBE =
      Probe.of(
          CutOffEdits.class,
          "leftovers",
          "see what an edit that was cut off has left",
          Duration.ofMinutes(1));

  private CutOffEdits() {}

  /** A file that was to be written, and its backup; empty when there is none. */
  private record Cut(String file, String backup) {}

  /** The steps that take them away; none, and nothing is asked, when no edit was cut off. */
  static List<Step> steps(Rescue rescue, List<ActionLog.Entry> record, State state) {
    Set<Cut> cuts = cuts(record, rescue.root());
    if (cuts.isEmpty() || !state.isMounted() || !rescue.rehearsed().isEmpty()) {
      return List.of();
    }
    var arguments = new ArrayList<String>();
    cuts.forEach(cut -> arguments.addAll(List.of(cut.file(), cut.backup())));
    List<String> paths =
        FilesFormat.left(PROBE.run(rescue.machine(), arguments.toArray(String[]::new)));
    if (paths.isEmpty()) {
      return List.of();
    }
    return List.of(
        Step.of(
            "take away what an edit that was cut off has left",
            new FileAction.RemoveLeftovers(paths)));
  }

  private static Set<Cut> cuts(List<ActionLog.Entry> record, String root) {
    var cuts = new LinkedHashSet<Cut>();
    for (int i = 0; i < record.size(); i++) {
      ActionLog.Entry entry = record.get(i);
      boolean cutOff = entry.status().isEmpty();
      List<ActionLog.Entry> later = record.subList(i, record.size());
      switch (entry.action()) {
        case FileAction.WriteFile file when cutOff -> cuts.add(new Cut(file.path(), ""));
        case FileAction.RestoreFile file when cutOff -> cuts.add(new Cut(file.path(), ""));
        case FileAction.CopyFile copy
            when copy.to().startsWith(copy.from() + Editing.BACKUP) && !isUsed(copy.to(), later) ->
            cuts.add(new Cut(copy.from(), copy.to()));
        case FileAction _, StorageAction _, SystemAction _, OtherAction _ -> {}
      }
    }
    cuts.removeIf(cut -> !cut.file().startsWith(root + "/"));
    return cuts;
  }

  /** Whether a file was written whose old text this is. */
  private static boolean isUsed(String backup, List<ActionLog.Entry> later) {
    return later.stream()
        .filter(ActionLog.Entry::succeeded)
        .flatMap(entry -> entry.undo().stream())
        .anyMatch(
            undo -> undo instanceof FileAction.RestoreFile file && file.backup().equals(backup));
  }
}
