package dev.thaw.storage;

import java.util.List;

/**
 * A btrfs filesystem, on one device or several.
 *
 * @param uuid its UUID, which mounts and fstab name it by
 * @param label its label; empty for none
 * @param used bytes that its files use; -1 when unknown
 * @param expected how many devices it is made of
 * @param devices those that are there
 */
public record Btrfs(String uuid, String label, long used, int expected, List<String> devices) {

  /** Keeps the list from changing. */
  public Btrfs {
    devices = List.copyOf(devices);
  }

  /** Reads what {@code btrfs filesystem show --raw} prints; a number that is none counts as -1. */
  public static List<Btrfs> parse(String text) {
    return BtrfsShow.parse(text, new Numbers());
  }

  /** How many of its devices are not there: with one missing it mounts only when told to. */
  public int missingDevices() {
    return Math.max(0, expected - devices.size());
  }
}
