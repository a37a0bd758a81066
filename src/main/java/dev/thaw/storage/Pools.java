package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
          Duration.ofMinutes(3));

  /** The folder whose devices {@code pools.sh} has ZFS look at when it finds nothing by itself. */
  private static final String SCANNED = "/dev";

  /** ZFS's way of saying that there is nothing. */
  private static final String NONE = "no pools available";

  private Pools() {}

  /**
   * Looks for pools, in one round trip; nothing is imported.
   *
   * @return imported pools first; no pools and a note when the live system has no ZFS
   */
  public static ListWithNotes<Pool> look(Machine machine) {
    return read(PROBE.run(machine));
  }

  /** Reads the sections of {@code pools.sh}. */
  static ListWithNotes<Pool> read(Probe.Sections sections) {
    Optional<String> missing =
        ZfsTools.missing(sections, StorageFormat.MODULE, StorageFormat.IMPORT);
    if (missing.isPresent()) {
      return new ListWithNotes<>(List.of(), List.of(missing.get()));
    }
    Map<String, ZfsLabel> labels = labels(sections);
    String hostId = raw(sections, StorageFormat.HOSTID).strip();
    List<Pool> importable =
        once(
            Stream.concat(
                    importable(sections, StorageFormat.IMPORT, labels, hostId, ""),
                    importable(sections, StorageFormat.IMPORT_BY_SCAN, labels, hostId, SCANNED))
                .toList());
    var numbers = new Numbers();
    List<ZpoolText> status = ZpoolText.parse(raw(sections, StorageFormat.STATUS));
    List<Pool> imported = ImportedPools.parse(raw(sections, StorageFormat.LIST), status, numbers);
    List<Pool> pools = Stream.concat(imported.stream(), importable.stream()).toList();
    var notes = new ArrayList<>(notes(sections, pools));
    failures(sections, status).forEach(notes::add);
    notes.addAll(numbers.notes());
    return new ListWithNotes<>(pools, notes);
  }

  /**
   * Each pool once: {@code zpool import} prints one twice when it finds it on two ways. By its name
   * it would refuse it then.
   */
  private static List<Pool> once(List<Pool> pools) {
    var byGuid = new LinkedHashMap<String, Pool>();
    for (Pool pool : pools) {
      byGuid.merge(pool.guid(), pool, (first, again) -> better(first, again).byNumber());
    }
    return List.copyOf(byGuid.values());
  }

  private static Pool better(Pool first, Pool again) {
    return again.isImportable() && !first.isImportable() ? again : first;
  }

  /** What could not be asked: a tool that fails has not said that there is nothing. */
  private static Stream<String> failures(Probe.Sections sections, List<ZpoolText> status) {
    String named =
        status.stream()
            .map(text -> Clean.line(text.field("pool")))
            .collect(Collectors.joining(", "));
    return Stream.of(
            Printed.failure(
                sections,
                StorageFormat.LIST,
                "The imported pools"
                    + (named.isEmpty() ? "" : " (" + named + ")")
                    + " can't be listed: zpool list failed"),
            Printed.failure(
                sections, StorageFormat.STATUS, "The devices of imported pools can't be seen"),
            Printed.failure(
                    sections,
                    StorageFormat.IMPORT_BY_SCAN,
                    "The pools on all devices can't be seen")
                .filter(why -> !why.contains(NONE)),
            Printed.failure(
                    sections, StorageFormat.HIBERNATED, "Hibernated systems can't be looked for")
                .filter(why -> failed(sections, StorageFormat.HIBERNATED)))
        .flatMap(Optional::stream);
  }

  /** Whether blkid failed: its status 2 says that it found nothing. */
  private static boolean failed(Probe.Sections sections, String name) {
    return sections.find(name).filter(section -> section.status() != 2).isPresent();
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
    for (Probe.Section section : sections.under(StorageFormat.LABEL).values()) {
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
    pools.stream()
        .filter(Pool::isOnlyReadable)
        .map(pool ->
            "Pool "
                + Clean.line(pool.name())
                + " can only be read here: it uses features that this ZFS can't write. datasets()"
                + " and installs() look into it; to change anything, boot an image with a newer"
                + " ZFS.")
        .forEach(notes::add);
    pools.stream()
        .filter(Pool::mayLackOnlyItsLog)
        .map(pool ->
            "Pool "
                + Clean.line(pool.name())
                + " lacks a device, but what is there of its data is whole. If only a log device is"
                + " gone, importPool(\""
                + Clean.line(pool.guid())
                + "\") tells how to do without it.")
        .forEach(notes::add);
    for (Pool pool : pools) {
      String why = Clean.line(pool.force().why());
      if (pool.force() instanceof Force.Forbidden) {
        notes.add("Pool " + Clean.line(pool.name()) + " must not be imported: " + why + ".");
      }
    }
    List<String> hibernated = raw(sections, StorageFormat.HIBERNATED).lines().toList();
    if (!hibernated.isEmpty()) {
      notes.add(Hibernation.note(hibernated));
    }
    Probe.Section scan =
        sections.find(StorageFormat.IMPORT).orElse(new Probe.Section(0, new byte[0], new byte[0]));
    // ZFS's way of saying that there is nothing is a failure, too.
    if (!scan.ok() && !scan.errText().contains(NONE)) {
      notes.add("zpool import ended with status " + scan.status() + Printed.after(scan));
    }
    return notes;
  }

  private static String raw(Probe.Sections sections, String name) {
    return sections.find(name).map(Probe.Section::text).orElse("");
  }
}
