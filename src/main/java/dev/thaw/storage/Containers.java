package dev.thaw.storage;

import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What filesystems lie in: LUKS, LVM, md, and btrfs over several devices.
 *
 * @param luks LUKS containers, open or locked
 * @param groups volume groups of LVM
 * @param arrays arrays of the kernel's software RAID
 * @param btrfs btrfs filesystems
 * @param notes sentences to show below them: what could not be seen and why
 */
public record Containers(
    List<LuksContainer> luks,
    List<VolumeGroup> groups,
    List<MdArray> arrays,
    List<Btrfs> btrfs,
    List<String> notes) {

  private static final int NOT_FOUND = 127;

  private static final Probe PROBE =
      Probe.of(
          Containers.class,
          "containers",
          "look for LUKS, LVM, software RAID and btrfs",
          Duration.ofSeconds(60));

  /** A device that device-mapper has open. */
  private record Mapped(String uuid, String name) {}

  /** Keeps the lists from changing. */
  public Containers {
    luks = List.copyOf(luks);
    groups = List.copyOf(groups);
    arrays = List.copyOf(arrays);
    btrfs = List.copyOf(btrfs);
    notes = List.copyOf(notes);
  }

  /** Looks for containers, in one round trip; nothing is opened, activated or assembled. */
  public static Containers look(Machine machine) {
    return read(PROBE.run(machine));
  }

  /** Reads the sections of {@code containers.sh}. */
  static Containers read(Probe.Sections sections) {
    List<Mapped> mapped =
        raw(sections, "mapped")
            .lines()
            .map(line -> line.split("\t", 3))
            .filter(columns -> columns.length == 3)
            .map(columns -> new Mapped(columns[1], columns[2]))
            .toList();
    return new Containers(
        luks(sections.under("luks:"), mapped),
        LvmReports.parse(
            raw(sections, "pv"),
            raw(sections, "vg"),
            raw(sections, "lv"),
            mapped.stream().map(Mapped::uuid).collect(Collectors.toSet())),
        MdScan.parse(raw(sections, "md-examine"), raw(sections, "md-detail")),
        BtrfsShow.parse(raw(sections, "btrfs")),
        notes(sections));
  }

  private static List<LuksContainer> luks(Map<String, Probe.Section> headers, List<Mapped> mapped) {
    var found = new ArrayList<LuksContainer>();
    headers.forEach((device, section) ->
        LuksHeader.parse(device, section.out())
            .ifPresent(luks ->
                found.add(
                    new LuksContainer(
                        luks.device(),
                        luks.version(),
                        luks.uuid(),
                        luks.label(),
                        luks.tokens(),
                        mapper(luks, mapped)))));
    return found;
  }

  /** The name it is open under: cryptsetup puts the container's UUID, without dashes, into dm's. */
  private static Optional<String> mapper(LuksContainer luks, List<Mapped> mapped) {
    String prefix = "CRYPT-LUKS" + luks.version() + "-" + luks.uuid().replace("-", "") + "-";
    return mapped.stream()
        .filter(device -> device.uuid().startsWith(prefix))
        .map(Mapped::name)
        .findFirst();
  }

  private static List<String> notes(Probe.Sections sections) {
    var notes = new ArrayList<String>();
    note(sections, "vg", "LVM can't be seen here", notes);
    note(sections, "md-examine", "Software RAID can't be seen here", notes);
    note(sections, "btrfs", "The devices of btrfs filesystems can't be seen here", notes);
    return notes;
  }

  private static void note(Probe.Sections sections, String name, String what, List<String> notes) {
    sections
        .find(name)
        .filter(section -> !section.ok())
        .map(section ->
            section.status() == NOT_FOUND
                ? what + ": the live image lacks the tool for it."
                : what + Printed.after(section))
        .ifPresent(notes::add);
  }

  private static String raw(Probe.Sections sections, String name) {
    return sections.find(name).map(Probe.Section::text).orElse("");
  }
}
