package dev.thaw.storage;

import java.util.List;
import java.util.Optional;

/**
 * An array of the kernel's software RAID.
 *
 * @param name the device that it has or wants: {@code /dev/md/0}; empty for none
 * @param uuid its UUID, in mdadm's form: four groups of 8 hex digits with colons
 * @param level {@code raid1}, {@code raid5}, …; {@code container} for what holds the volumes of a
 *     firmware's RAID; empty where only assembling it tells
 * @param expected how many devices it is made of; 0 when unknown
 * @param devices those that are there
 * @param assembled the device that it is assembled as; empty while it is not
 * @param active whether it was started, too; an array that lacks devices may wait for them
 * @param container the UUID of the container that it is a volume in; empty for none
 */
public record MdArray(
    String name,
    String uuid,
    String level,
    int expected,
    List<String> devices,
    Optional<String> assembled,
    boolean active,
    String container) {

  /** The level of what holds the volumes of a firmware's RAID (IMSM, DDF). */
  public static final String CONTAINER = "container";

  /** Keeps the list from changing. */
  public MdArray {
    devices = List.copyOf(devices);
  }

  /** Whether it holds volumes, and is none itself. */
  public boolean isContainer() {
    return level.equals(CONTAINER);
  }

  /** How many of its devices are not there. */
  public int missingDevices() {
    return Math.max(0, expected - devices.size());
  }
}
