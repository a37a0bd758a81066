package dev.thaw.storage;

import java.util.List;
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

  /** Whether it is a device that is not there. */
  public boolean isMissing() {
    return children.isEmpty() && (health() == Health.UNAVAIL || health() == Health.REMOVED);
  }
}
