package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        raw(sections, StorageFormat.MAPPED)
            .lines()
            .map(line -> line.split("\t", 3))
            .filter(columns -> columns.length == 3)
            .map(columns -> new Mapped(columns[1], columns[2]))
            .toList();
    var numbers = new Numbers();
    List<LuksContainer> luks = luks(sections.under(StorageFormat.LUKS), mapped);
    List<VolumeGroup> groups =
        LvmReports.parse(
            raw(sections, StorageFormat.PV),
            raw(sections, StorageFormat.VG),
            raw(sections, StorageFormat.LV),
            mapped.stream().map(Mapped::uuid).collect(Collectors.toSet()),
            numbers);
    List<MdArray> arrays =
        MdScan.parse(
            raw(sections, StorageFormat.MD_EXAMINE),
            raw(sections, StorageFormat.MD_DETAIL),
            numbers);
    List<Btrfs> btrfs = BtrfsShow.parse(raw(sections, StorageFormat.BTRFS), numbers);
    var notes = new ArrayList<String>();
    failures(sections).forEach(notes::add);
    unread(sections.under(StorageFormat.LUKS), luks).forEach(notes::add);
    luks.stream().filter(LuksContainer::damaged).map(Containers::damaged).forEach(notes::add);
    twins("volume groups", groups, VolumeGroup::name, VolumeGroup::uuid).forEach(notes::add);
    twins("arrays", arrays, MdArray::name, MdArray::uuid).forEach(notes::add);
    notes.addAll(numbers.notes());
    return new Containers(luks, groups, arrays, btrfs, notes);
  }

  private static List<LuksContainer> luks(Map<String, Probe.Section> headers, List<Mapped> mapped) {
    var found = new ArrayList<LuksContainer>();
    headers.forEach((device, section) -> {
      // Blkid knows it, so it is one: where no header could be read, only LUKS2 has a second one.
      Optional<LuksContainer> read =
          LuksHeader.parse(device, section.out())
              .or(() ->
                  Optional.of(section)
                      .filter(header -> header.out().length > 0)
                      .map(header ->
                          new LuksContainer(device, 2, "", "", List.of(), true, Optional.empty())));
      read.map(luks ->
              new LuksContainer(
                  luks.device(),
                  luks.version(),
                  luks.uuid(),
                  luks.label(),
                  luks.tokens(),
                  luks.damaged(),
                  mapper(luks, mapped)))
          .ifPresent(found::add);
    });
    return found;
  }

  /** The name it is open under: cryptsetup puts the container's UUID, without dashes, into dm's. */
  private static Optional<String> mapper(LuksContainer luks, List<Mapped> mapped) {
    if (luks.uuid().isEmpty()) {
      return Optional.empty();
    }
    String prefix = "CRYPT-LUKS" + luks.version() + "-" + luks.uuid().replace("-", "") + "-";
    return mapped.stream()
        .filter(device -> device.uuid().startsWith(prefix))
        .map(Mapped::name)
        .findFirst();
  }

  /** What could not be asked: a tool that fails has not said that there is nothing. */
  private static Stream<String> failures(Probe.Sections sections) {
    // The tools of one kind come and go together: one sentence says it.
    return Stream.of(
            first(
                sections,
                "LVM can't be seen here",
                StorageFormat.VG,
                StorageFormat.PV,
                StorageFormat.LV),
            first(
                sections,
                "Software RAID can't be seen here",
                StorageFormat.MD_EXAMINE,
                StorageFormat.MD_DETAIL),
            first(
                sections,
                "The devices of btrfs filesystems can't be seen here",
                StorageFormat.BTRFS),
            first(sections, "LUKS containers can't be looked for", StorageFormat.MEMBERS))
        .flatMap(Optional::stream);
  }

  private static Optional<String> first(Probe.Sections sections, String lacks, String... names) {
    return Stream.of(names)
        .flatMap(name -> Printed.failure(sections, name, lacks).stream())
        .findFirst();
  }

  private static Stream<String> unread(
      Map<String, Probe.Section> headers, List<LuksContainer> luks) {
    return headers.keySet().stream()
        .filter(device -> luks.stream().noneMatch(container -> container.device().equals(device)))
        .map(device ->
            Clean.line(device)
                + " is a LUKS container, says blkid, but nothing could be read there.");
  }

  private static String damaged(LuksContainer luks) {
    return Clean.line(luks.device())
        + " is a LUKS container whose first header is damaged; blkid knows it by its second one."
        + " unlock(\""
        + Clean.line(luks.device())
        + "\") has the first one written again, and opens it.";
  }

  private static <T> Stream<String> twins(
      String kind, List<T> all, Function<T, String> name, Function<T, String> uuid) {
    return all.stream()
        .filter(one -> !name.apply(one).isEmpty())
        .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .filter(named -> named.getValue().size() > 1)
        .map(named ->
            named.getValue().size()
                + " "
                + kind
                + " are called "
                + Clean.line(named.getKey())
                + ": "
                + named.getValue().stream()
                    .map(one -> "unlock(\"" + Clean.line(uuid.apply(one)) + "\")")
                    .collect(Collectors.joining(" or "))
                + " opens the one you mean. One may be left over from an earlier use of a disk.");
  }

  private static String raw(Probe.Sections sections, String name) {
    return sections.find(name).map(Probe.Section::text).orElse("");
  }
}
