package dev.thaw.practice.programs;

import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.MountTable;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code findmnt}: what is mounted, as a tree or a list. */
public final class Findmnt implements Program {

  private static final String KNOWN =
      "n noheadings v nofsroot P pairs o= output= T= target= R submounts r raw l list";

  @Override
  public int run(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), KNOWN);
    List<MountEntry> mounts = invocation.namespace().mounts();
    List<String> columns =
        List.of(
            options
                .value("o", "output")
                .orElse("TARGET,SOURCE,FSTYPE,OPTIONS")
                .toUpperCase(Locale.ROOT)
                .split(","));
    var rows = new ArrayList<List<String>>();
    Optional<String> target = options.value("T", "target");
    if (target.isPresent()) {
      MountEntry found =
          invocation.namespace().spot(invocation.absolute(target.get()), true).mount();
      rows.add(cells(invocation, found, "", columns));
    } else if (options.rest().isEmpty()) {
      MountEntry root =
          mounts.stream().filter(m -> m.point().equals("/")).findFirst().orElseThrow();
      tree(invocation, mounts, root, "", "", columns, rows, options);
    } else {
      String wanted = options.rest().getFirst();
      for (MountEntry mount : mounts) {
        if (mount.point().equals(invocation.namespace().outer(wanted))
            || mount.source().equals(wanted)) {
          if (options.has("R", "submounts")) {
            tree(invocation, mounts, mount, "", "", columns, rows, options);
          } else {
            rows.add(cells(invocation, mount, "", columns));
          }
        }
      }
    }
    if (rows.isEmpty()) {
      return 1;
    }
    if (options.has("P", "pairs")) {
      rows.forEach(row -> invocation.line(pairs(columns, row)));
      return 0;
    }
    if (!options.has("n", "noheadings")) {
      rows.addFirst(columns);
    }
    invocation.print(Columns.of(rows, 1, List.of()));
    return 0;
  }

  private static String pairs(List<String> columns, List<String> row) {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add(columns.get(i) + "=\"" + row.get(i) + "\"");
    }
    return String.join(" ", pairs);
  }

  private static void tree(
      Invocation invocation,
      List<MountEntry> mounts,
      MountEntry mount,
      String branch,
      String below,
      List<String> columns,
      List<List<String>> rows,
      Options options) {
    rows.add(cells(invocation, mount, branch, columns));
    List<MountEntry> children =
        mounts.stream()
            .filter(
                other -> other != mount && above(mounts, other).filter(mount::equals).isPresent())
            .toList();
    boolean tree = !options.has("r", "raw", "l", "list", "P", "pairs");
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      tree(
          invocation,
          mounts,
          children.get(i),
          tree ? below + (last ? "└─" : "├─") : "",
          tree ? below + (last ? "  " : "│ ") : "",
          columns,
          rows,
          options);
    }
  }

  /** The mount that another one is mounted on. */
  private static Optional<MountEntry> above(List<MountEntry> mounts, MountEntry mount) {
    return mounts.stream()
        .filter(other -> other != mount && other.covers(mount.point()))
        .reduce((a, b) -> b.point().length() >= a.point().length() ? b : a);
  }

  private static List<String> cells(
      Invocation invocation, MountEntry mount, String branch, List<String> columns) {
    Volume volume = invocation.state().volume(mount.volume());
    return columns.stream()
        .map(column ->
            switch (column) {
              case "TARGET" -> branch + mount.point();
              case "SOURCE" -> mount.source();
              case "FSTYPE" -> volume.type;
              case "OPTIONS" -> MountTable.options(mount);
              case "FSROOT" -> mount.below();
              case "UUID" -> volume.uuid;
              case "LABEL" -> volume.label;
              case "SIZE" -> Sizes.lsblk(volume.size);
              case "USED" -> Sizes.lsblk(volume.used());
              case "AVAIL" -> Sizes.lsblk(volume.free());
              default -> throw new Options.Unknown("column " + column);
            })
        .toList();
  }
}
