package dev.thaw.boot.remembered;

import dev.thaw.machine.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a machine remembers of an installation.
 *
 * @param boots those that its journal knows
 * @param rooms the room on each of its filesystems that must have some, each once, the root first;
 *     those that are not mounted are missing
 * @param files the files of the system's state that are there
 * @param firmware what the firmware keeps
 * @param crashes what the kernel left when it crashed, the latest first
 * @param empty the files without content of the system that starts; empty where that could not be
 *     looked at
 */
public record Remembered(
    PastBoots boots,
    List<Room> rooms,
    List<StateFile> files,
    Firmware firmware,
    List<CrashReport> crashes,
    Optional<EmptyFiles> empty) {

  /** Nothing was asked for. */
  public static final Remembered UNKNOWN = of(new Probe.Sections(java.util.Map.of()));

  /** Copies the list. */
  public Remembered {
    rooms = List.copyOf(rooms);
    crashes = List.copyOf(crashes);
    files = List.copyOf(files);
  }

  /** What {@code remembered.sh} printed. */
  public static Remembered of(Probe.Sections sections) {
    var rooms = new ArrayList<Room>();
    sections
        .text(RememberedFormat.ROOM)
        .lines()
        .flatMap(line -> Room.parse(line).stream())
        .filter(room -> room.size() > 0 && !room.type().equals("tmpfs"))
        .forEach(room -> {
          if (rooms.stream().noneMatch(one -> one.filesystem().equals(room.filesystem()))) {
            rooms.add(room);
          }
        });
    List<StateFile> files =
        sections
            .text(RememberedFormat.FILES)
            .lines()
            .flatMap(line -> StateFile.parse(line).stream())
            .toList();
    return new Remembered(
        PastBoots.of(sections),
        rooms,
        files,
        Firmware.of(sections),
        CrashReader.read(sections),
        EmptyFiles.of(sections));
  }
}
