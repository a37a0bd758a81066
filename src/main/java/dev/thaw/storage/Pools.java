package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ZFS pools that are imported, and those that could be. */
public final class Pools {

  private static final Probe PROBE =
      new Probe(
          "pools",
          Scripts.read(Probe.class, "remember.sh") + Scripts.read(Pools.class, "pools.sh"),
          "list the ZFS pools",
          Duration.ofSeconds(180));

  /** The folder whose devices {@code pools.sh} has ZFS look at when it finds nothing by itself. */
  private static final String SCANNED = "/dev";

  private Pools() {}

  /**
   * Looks for pools, in one round trip; nothing is imported.
   *
   * @return imported pools first; no pools and a note when the live system has no ZFS
   */
  public static Listing<Pool> look(Machine machine) {
    return read(PROBE.run(machine));
  }

  /** Reads the sections of {@code pools.sh}. */
  static Listing<Pool> read(Probe.Sections sections) {
    Optional<String> missing = ZfsTools.missing(sections, "module", "import");
    if (missing.isPresent()) {
      return new Listing<>(List.of(), List.of(missing.get()));
    }
    Map<String, ZfsLabel> labels = labels(sections);
    String hostId = raw(sections, "hostid").strip();
    Stream<Pool> importable =
        Stream.concat(
            importable(sections, "import", labels, hostId, ""),
            importable(sections, "import-by-scan", labels, hostId, SCANNED));
    List<Pool> imported =
        ImportedPools.parse(raw(sections, "list"), ZpoolText.parse(raw(sections, "status")));
    List<Pool> pools = Stream.concat(imported.stream(), importable).toList();
    return new Listing<>(pools, notes(sections, pools));
  }

  private static Stream<Pool> importable(
      Probe.Sections sections,
      String section,
      Map<String, ZfsLabel> labels,
      String hostId,
      String directory) {
    return ZpoolText.parse(raw(sections, section)).stream()
        .map(text -> ImportablePool.of(text, labels, hostId, directory));
  }

  /** The newest label of each pool, by the pool's guid. */
  private static Map<String, ZfsLabel> labels(Probe.Sections sections) {
    var labels = new HashMap<String, ZfsLabel>();
    for (Probe.Section section : sections.under("label:").values()) {
      ZfsLabel.parse(section.text())
          .ifPresent(label ->
              labels.merge(
                  label.poolGuid(),
                  label,
                  (a, b) -> Long.compareUnsigned(a.txg(), b.txg()) >= 0 ? a : b));
    }
    return labels;
  }

  private static List<String> notes(Probe.Sections sections, List<Pool> pools) {
    var notes = new ArrayList<String>();
    pools.stream()
        .collect(Collectors.groupingBy(Pool::name, Collectors.counting()))
        .forEach((name, count) -> {
          if (count > 1) {
            notes.add(
                count
                    + " pools are called "
                    + Clean.line(name)
                    + ": name the one you mean by its guid. One may be the stale label of an old"
                    + " disk.");
          }
        });
    for (Pool pool : pools) {
      String why = Clean.line(pool.force().why());
      if (pool.force() instanceof Force.Forbidden) {
        notes.add("Pool " + Clean.line(pool.name()) + " must not be imported: " + why + ".");
      }
    }
    List<String> hibernated = raw(sections, "hibernated").lines().toList();
    if (!hibernated.isEmpty()) {
      notes.add(Hibernation.note(hibernated));
    }
    Probe.Section scan =
        sections.find("import").orElse(new Probe.Section(0, new byte[0], new byte[0]));
    // ZFS's way of saying that there is nothing is a failure, too.
    if (!scan.ok() && !scan.errText().contains("no pools available")) {
      notes.add("zpool import ended with status " + scan.status() + Printed.after(scan));
    }
    return notes;
  }

  private static String raw(Probe.Sections sections, String name) {
    return sections.find(name).map(Probe.Section::text).orElse("");
  }
}
