package dev.thaw.storage;

import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's disks and what is made of them. */
public final class Disks {

  private static final Probe PROBE =
      Probe.of(Disks.class, "disks", "list the disks and what is on them", Duration.ofSeconds(60));

  private Disks() {}

  /**
   * Looks at all block devices of the machine, in one round trip.
   *
   * @return the disks, each with its partitions as children
   * @throws Trouble.Refused if lsblk is not there or prints what can't be understood
   */
  public static ListWithNotes<BlockDevice> look(Machine machine) {
    return read(PROBE.run(machine));
  }

  /** Reads the sections of {@code disks.sh}. */
  static ListWithNotes<BlockDevice> read(Probe.Sections sections) {
    Probe.Section lsblk =
        sections.find(StorageFormat.LSBLK).orElse(new Probe.Section(127, new byte[0], new byte[0]));
    Map<String, Map<String, String>> blkid = Blkid.parse(raw(sections, StorageFormat.BLKID));
    var numbers = new Numbers();
    List<BlockDevice> disks =
        new Lsblk(blkid, DiskLinks.parse(raw(sections, StorageFormat.LINKS)), numbers)
            .parse(lsblk.text())
            .orElseThrow(() -> noLsblk(lsblk));
    var notes = new ArrayList<>(notes(sections, disks));
    notes.addAll(numbers.notes());
    return new ListWithNotes<>(disks, notes);
  }

  /** Every device once, with what is made of it: what has two parents appears under the first. */
  public static Stream<BlockDevice> all(List<BlockDevice> disks) {
    var seen = new HashSet<String>();
    return disks.stream().flatMap(BlockDevice::all).filter(device -> seen.add(device.path()));
  }

  /**
   * The devices with this filesystem UUID, in any case of letters; more than one for the members of
   * an array, a btrfs or a pool, and for a copied disk.
   */
  public static List<BlockDevice> byUuid(List<BlockDevice> disks, String uuid) {
    return all(disks).filter(device -> device.uuid().equalsIgnoreCase(uuid)).toList();
  }

  /** The device with this path, kernel name, or name under /dev/disk. */
  public static Optional<BlockDevice> named(List<BlockDevice> disks, String name) {
    return all(disks).filter(device -> device.isNamed(name)).findFirst();
  }

  private static List<String> notes(Probe.Sections sections, List<BlockDevice> disks) {
    var notes = new ArrayList<String>();
    int settled = sections.find(StorageFormat.SETTLE).map(Probe.Section::status).orElse(127);
    if (settled != 0 && settled != 127) {
      notes.add("udev was still busy after 10 s: something may be missing here. Look again.");
    }
    Printed.failure(
            sections, StorageFormat.BLKID, "What udev does not know of the disks can't be seen")
        // Its status 2 says that it found nothing.
        .filter(why ->
            sections.find(StorageFormat.BLKID).filter(found -> found.status() != 2).isPresent())
        .ifPresent(notes::add);
    all(disks)
        .filter(BlockDevice::holdsHibernationImage)
        .map(device -> Hibernation.note(List.of(device.path())))
        .forEach(notes::add);
    all(disks)
        .filter(BlockDevice::isLocked)
        .map(device ->
            device.path() + " is a LUKS container and locked: unlock() first to see what is in it.")
        .forEach(notes::add);
    return notes;
  }

  private static Trouble noLsblk(Probe.Section lsblk) {
    return new Trouble.NotReady(
        "Could not list the disks: lsblk ended with status "
            + lsblk.status()
            + Printed.after(lsblk),
        "Look with sh(\"lsblk\"); it is part of util-linux, which every live image has.");
  }

  private static String raw(Probe.Sections sections, String name) {
    return sections.find(name).map(Probe.Section::text).orElse("");
  }
}
