package dev.thaw.view;

import dev.thaw.machine.Command;
import dev.thaw.rescue.ActionLog;
import dev.thaw.rescue.DamagedPath;
import dev.thaw.rescue.LiveMount;
import dev.thaw.rescue.Network;
import dev.thaw.rescue.Procedure;
import java.util.List;
import java.util.Locale;

/** The columns that matter of where a rescue stands and what was done. */
final class RescueLayouts {

  private RescueLayouts() {}

  static List<Layout<?>> all() {
    return List.of(steps(), checks(), entries(), mounts(), damaged());
  }

  private static Layout<DamagedPath> damaged() {
    return Layout.of(
        DamagedPath.class,
        List.of(
            Column.of("PATH", DamagedPath::path),
            Column.toned("WHAT", RescueLayouts::damage),
            Column.of("WHY", DamagedPath::why)));
  }

  private static TableCell damage(DamagedPath path) {
    return switch (path.damage()) {
      case MISSING -> TableCell.bad("is not there");
      case MODIFIED -> TableCell.bad("holds something else");
      case UNREAD -> TableCell.warn("can't be read");
    };
  }

  private static Layout<Procedure.Milestone> steps() {
    return Layout.of(
        Procedure.Milestone.class,
        List.of(
            Column.toned("", RescueLayouts::progress),
            Column.of("CALL", Procedure.Milestone::call),
            Column.sentence("WHAT FOR", Procedure.Milestone::what)));
  }

  private static TableCell progress(Procedure.Milestone step) {
    String word = step.progress().name().toLowerCase(Locale.ROOT);
    return switch (step.progress()) {
      case DONE -> TableCell.good(word);
      case PART -> TableCell.warn("in part");
      case NEXT -> new TableCell(word, Tone.HEAD);
      case LATER -> new TableCell(word, Tone.DIM);
    };
  }

  private static Layout<Network.Check> checks() {
    return Layout.of(
        Network.Check.class,
        List.of(
            Column.of("FROM", Network.Check::from),
            Column.of("WHAT", Network.Check::what),
            Column.toned(
                "WORKS", check -> check.works() ? TableCell.good("yes") : TableCell.bad("no")),
            Column.sentence("SEEN", Network.Check::detail)));
  }

  private static Layout<ActionLog.Entry> entries() {
    return Layout.of(
        ActionLog.Entry.class,
        List.of(
            Column.date("WHEN", entry -> Words.date(entry.time())),
            Column.of("WHY", ActionLog.Entry::purpose),
            Column.of("COMMAND", entry -> Command.shown(entry.action().argv())),
            Column.toned("STATUS", RescueLayouts::status)));
  }

  private static TableCell status(ActionLog.Entry entry) {
    return entry
        .status()
        .map(status -> status == 0 ? TableCell.good("0") : TableCell.bad(status.toString()))
        .orElse(TableCell.warn("not known"));
  }

  private static Layout<LiveMount> mounts() {
    return Layout.of(
        LiveMount.class,
        List.of(
            Column.of("MOUNT POINT", LiveMount::point),
            Column.of("WHAT", LiveMount::source),
            Column.of("TYPE", LiveMount::fsType),
            Column.toned(
                "WRITABLE",
                mount -> mount.readOnly() ? TableCell.good("no") : TableCell.warn("yes"))));
  }
}
