package dev.thaw.storage;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A device of a pool, or a group of them, as {@code zpool status} shows it.
 *
 * @param name its path, its guid when the device is missing, or the group's name: {@code mirror-0}
 * @param role empty for data, else {@code logs}, {@code cache}, {@code spares}, {@code special},
 *     {@code dedup}
 * @param state ZFS's word for its health; empty where it prints none
 * @param note what ZFS says beside it: {@code cannot open}, {@code was /dev/sdb1}
 * @param children the group's devices
 */
public record Vdev(String name, String role, String state, String note, List<Vdev> children) {

  private static final Pattern NO_DEVICE =
      Pattern.compile("(?:indirect|hole|missing|mirror|raidz[123]?|draid\\S*)-\\d{1,9}");

  /** Keeps the list from changing. */
  public Vdev {
    children = List.copyOf(children);
  }

  /** Its health as a value. */
  public Health health() {
    return Health.of(state);
  }

  /** This and all below it. */
  public Stream<Vdev> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Vdev::all));
  }

  /**
   * Whether it is a device, and not a group of them, nor what ZFS keeps in the place of a device
   * that was taken out of the pool: {@code indirect-3}, {@code hole-1}.
   */
  public boolean isDevice() {
    return children.isEmpty() && !NO_DEVICE.matcher(name).matches();
  }

  /** Whether it is a device that is not there. */
  public boolean isMissing() {
    return isDevice() && (health() == Health.UNAVAIL || health() == Health.REMOVED);
  }

  /** Whether it is a device that is there and out of use. */
  public boolean isFailed() {
    return isDevice() && (health() == Health.FAULTED || health() == Health.OFFLINE);
  }
}
