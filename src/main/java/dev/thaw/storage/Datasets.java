package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The datasets of all ZFS pools. */
public final class Datasets {

  private static final Probe PROBE =
      Probe.of(
          Datasets.class,
          "datasets",
          "list the ZFS datasets, importing pools read-only for the moment",
          Duration.ofMinutes(5));

  private Datasets() {}

  /**
   * Looks at the datasets of imported pools and of those that could be, in one round trip. The
   * latter are imported with {@code readonly=on} for the moment, which writes nothing, and exported
   * again.
   *
   * @return the datasets, and notes on the pools that could not be looked into
   */
  public static ListWithNotes<Dataset> look(Machine machine) {
    return read(PROBE.run(machine));
  }

  /** Reads the sections of {@code datasets.sh}. */
  static ListWithNotes<Dataset> read(Probe.Sections sections) {
    Optional<String> missing =
        ZfsTools.missing(sections, StorageFormat.MODULE, StorageFormat.IMPORTED);
    if (missing.isPresent()) {
      return new ListWithNotes<>(List.of(), List.of(missing.get()));
    }
    Map<String, String> altroots = altroots(sections);
    var datasets = new ArrayList<Dataset>();
    var notes = new ArrayList<String>();
    var numbers = new Numbers();
    Printed.failure(sections, StorageFormat.IMPORTED, "The imported pools can't be listed")
        .ifPresent(notes::add);
    Printed.failure(
            sections, StorageFormat.IMPORT, "The pools that could be imported can't be listed")
        .filter(why -> !why.contains("no pools available"))
        .ifPresent(notes::add);
    sections
        .under(StorageFormat.GET)
        .forEach((guid, section) -> {
          datasets.addAll(
              ZfsGet.parse(section.text(), guid, altroots.getOrDefault(guid, ""), numbers));
          if (!section.ok()) {
            notes.add("zfs get ended with status " + section.status() + Printed.after(section));
          }
        });
    sections
        .under(StorageFormat.TRIED)
        .forEach((pool, section) -> {
          if (!section.ok()) {
            notes.add(
                "Pool "
                    + name(pool)
                    + " can't be looked into, even read-only"
                    + Printed.after(section));
          }
        });
    sections
        .under(StorageFormat.TWIN)
        .forEach((pool, section) ->
            notes.add(
                "A second pool called "
                    + name(pool)
                    + " was left alone while the first is imported; its guid is "
                    + guid(pool)
                    + "."));
    sections
        .under(StorageFormat.LEFT)
        .forEach((pool, section) -> {
          if (!section.ok()) {
            notes.add(
                "Pool "
                    + name(pool)
                    + " could not be exported again"
                    + Printed.after(section)
                    + "\nIt is imported read-only: export it with zpool export.");
          }
        });
    notes.addAll(numbers.notes());
    return new ListWithNotes<>(datasets, notes);
  }

  /** The directory that each pool's mount points are below, by guid. */
  private static Map<String, String> altroots(Probe.Sections sections) {
    var altroots = new HashMap<String, String>();
    sections
        .text(StorageFormat.IMPORTED)
        .lines()
        .map(line -> line.split("\t", 3))
        .filter(columns -> columns.length == 3 && !columns[2].equals("-"))
        .forEach(columns -> altroots.put(columns[0], columns[2]));
    sections
        .under(StorageFormat.ALTROOT)
        .forEach((guid, section) -> altroots.put(guid, section.text()));
    return altroots;
  }

  private static String guid(String pool) {
    return Clean.line(pool.substring(0, Math.max(0, pool.indexOf(' '))));
  }

  private static String name(String pool) {
    return Clean.line(pool.substring(pool.indexOf(' ') + 1));
  }
}
