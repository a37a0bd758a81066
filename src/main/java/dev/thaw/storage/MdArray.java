package dev.thaw.storage;

import java.util.List;
import java.util.Optional;

/**
 * An array of the kernel's software RAID.
 *
 * @param name the device that it has or wants: {@code /dev/md/0}
 * @param uuid its UUID, in mdadm's form: four groups of 8 hex digits with colons
 * @param level {@code raid1}, {@code raid5}, …
 * @param expected how many devices it is made of; 0 when unknown
 * @param devices those that are there
 * @param assembled the device that it is assembled as; empty while it is not
 */
public record MdArray(
    String name,
    String uuid,
    String level,
    int expected,
    List<String> devices,
    Optional<String> assembled) {

  /** Keeps the list from changing. */
  public MdArray {
    devices = List.copyOf(devices);
  }

  /** How many of its devices are not there. */
  public int missingDevices() {
    return Math.max(0, expected - devices.size());
  }
}
