package dev.thaw.rescue;

import dev.thaw.machine.ActionLog;
import dev.thaw.machine.Command;
import dev.thaw.machine.MachineFiles;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
  static List<Command> steps(Rescue rescue, List<ActionLog.Entry> record, State state) {
    Set<Cut> cuts = cuts(record, rescue.root());
    if (cuts.isEmpty() || !state.isMounted() || !rescue.rehearsed().isEmpty()) {
      return List.of();
    }
    var arguments = new ArrayList<String>();
    cuts.forEach(cut -> arguments.addAll(List.of(cut.file(), cut.backup())));
    String left =
        PROBE.run(rescue.machine(), arguments.toArray(String[]::new)).find("left").stream()
            .map(Probe.Section::text)
            .findFirst()
            .orElse("");
    List<String> paths =
        List.of(left.split("\0")).stream().filter(path -> !path.isEmpty()).distinct().toList();
    if (paths.isEmpty()) {
      return List.of();
    }
    var argv = new ArrayList<>(List.of("rm", "-f", "--"));
    argv.addAll(paths);
    return List.of(Command.changes("take away what an edit that was cut off has left", argv));
  }

  private static Set<Cut> cuts(List<ActionLog.Entry> record, String root) {
    var cuts = new LinkedHashSet<Cut>();
    for (int i = 0; i < record.size(); i++) {
      ActionLog.Entry entry = record.get(i);
      Command command = Command.changes("", entry.argv());
      Optional<String> file =
          MachineFiles.writtenBy(command)
              .or(() -> MachineFiles.restoredBy(command).map(MachineFiles.Restored::path));
      if (file.isPresent() && entry.status().isEmpty()) {
        cuts.add(new Cut(file.get(), ""));
      }
      List<String> argv = entry.argv();
      boolean kept =
          argv.size() == 5
              && argv.getFirst().equals("cp")
              && argv.getLast().startsWith(argv.get(3) + ".thaw-");
      if (kept && !isUsed(argv.getLast(), record.subList(i, record.size()))) {
        cuts.add(new Cut(argv.get(3), argv.getLast()));
      }
    }
    cuts.removeIf(cut -> !cut.file().startsWith(root + "/"));
    return cuts;
  }

  /** Whether a file was written whose old text this is. */
  private static boolean isUsed(String backup, List<ActionLog.Entry> later) {
    return later.stream()
        .filter(entry -> entry.status().filter(status -> status == 0).isPresent())
        .anyMatch(entry -> entry.undo().stream().anyMatch(undo -> undo.contains(backup)));
  }
}
