package dev.thaw.view;

import dev.thaw.machine.Clean;
import dev.thaw.storage.Dataset;
import dev.thaw.storage.Force;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.LuksContainer;
import dev.thaw.storage.Pool;
import dev.thaw.storage.Vdev;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns that matter of what the machine has. */
final class StorageLayouts {

  private StorageLayouts() {}

  static List<Layout<?>> all() {
    return List.of(pools(), datasets(), luks());
  }

  private static Layout<Pool> pools() {
    List<Column<Pool>> columns =
        List.of(
            Column.of("POOL", Pool::name),
            Column.toned("STATE", StorageLayouts::state),
            Column.size("SIZE", pool -> pool.space().map(Pool.Space::size).orElse(-1L)),
            Column.size("FREE", pool -> pool.space().map(Pool.Space::free).orElse(-1L)),
            Column.toned("IMPORTED", StorageLayouts::imported),
            Column.of("LAST HOST", pool -> pool.lastUse().map(LastUse::host).orElse("")),
            Column.date(
                "LAST WRITTEN",
                pool -> pool.lastUse().flatMap(LastUse::at).map(Words::date).orElse("")),
            Column.toned("FORCE", StorageLayouts::force),
            Column.of("DEVICES", StorageLayouts::devices));
    return Layout.of(Pool.class, columns).remarking(StorageLayouts::remarks);
  }

  private static TableCell state(Pool pool) {
    return switch (pool.health()) {
      case ONLINE -> TableCell.good(pool.state());
      case DEGRADED, OFFLINE -> TableCell.warn(pool.state());
      default -> TableCell.bad(pool.state());
    };
  }

  private static TableCell imported(Pool pool) {
    if (!pool.imported()) {
      return TableCell.of("no");
    }
    return pool.readOnly() ? TableCell.good("read-only") : TableCell.warn("writable");
  }

  private static TableCell force(Pool pool) {
    return switch (pool.force()) {
      case Force.NotNeeded() -> TableCell.of("");
      case Force.Needed(String _) -> TableCell.warn("needed");
      case Force.Forbidden _ -> TableCell.bad("forbidden");
    };
  }

  private static String devices(Pool pool) {
    return pool.allVdevs()
        .filter(Vdev::isDevice)
        .map(Vdev::name)
        .map(name -> name.replaceFirst("^/dev/(disk/by-[a-z]+/)?", ""))
        .collect(Collectors.joining(" "));
  }

  private static List<String> remarks(Pool pool) {
    var remarks = new ArrayList<String>();
    if (pool.force() instanceof Force.Needed(String reason)) {
      remarks.add("Pool " + pool.name() + " needs force to be imported: " + reason + ".");
    }
    if (!pool.status().isEmpty() && pool.force() instanceof Force.NotNeeded) {
      remarks.add("Pool " + pool.name() + ": " + pool.status());
    }
    pool.missingDevices().forEach(vdev -> remarks.add(device(pool, "misses", vdev, "")));
    pool.failedDevices()
        .forEach(vdev -> remarks.add(device(pool, "can't use", vdev, vdev.state() + ": ")));
    return remarks;
  }

  private static String device(Pool pool, String lacks, Vdev vdev, String state) {
    String why = state + Clean.line(vdev.note());
    return "Pool "
        + pool.name()
        + " "
        + lacks
        + " "
        + vdev.name()
        + (why.isEmpty() ? "." : " (" + why.replaceFirst(": $", "") + ").");
  }

  private static Layout<Dataset> datasets() {
    return Layout.of(
        Dataset.class,
        List.of(
            Column.of("DATASET", Dataset::name),
            Column.size("USED", Dataset::used),
            Column.size("FREE", Dataset::available),
            Column.of("MOUNT POINT", dataset -> dataset.mountPoint().text()),
            Column.of(
                "CANMOUNT", dataset -> dataset.canMount().equals("on") ? "" : dataset.canMount()),
            Column.toned(
                "MOUNTED",
                dataset -> dataset.mounted() ? TableCell.good("yes") : TableCell.of("no")),
            Column.toned("ENCRYPTED", StorageLayouts::encrypted)));
  }

  private static TableCell encrypted(Dataset dataset) {
    if (dataset.encryption().isEmpty()) {
      return TableCell.of("");
    }
    return dataset.isLocked() ? TableCell.warn("locked") : TableCell.good("unlocked");
  }

  private static Layout<LuksContainer> luks() {
    return Layout.of(
        LuksContainer.class,
        List.of(
            Column.of("CONTAINER", LuksContainer::device),
            Column.of("LUKS", container -> Integer.toString(container.version())),
            Column.of("LABEL", LuksContainer::label),
            Column.of("UUID", LuksContainer::uuid),
            Column.toned(
                "OPEN AS",
                container ->
                    container.mapper().map(TableCell::good).orElse(TableCell.warn("locked"))),
            Column.of("ALSO BY", container -> String.join(" ", container.tokens()))));
  }
}
