package dev.thaw.practice.state;

import java.util.Optional;
import java.util.Set;

/** Finds the filesystem on a device. */
public final class Filesystems {

  private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");

  private Filesystems() {}

  /** What the filesystem on a device is called among the volumes. */
  public static String id(Device device) {
    return device.uuid;
  }

  /** Whether a filesystem of one kind can be mounted as another: all of ext have one driver. */
  public static boolean mountsAs(String held, String wanted) {
    return wanted.equals("auto")
        || held.equals(wanted)
        || EXT.contains(held) && EXT.contains(wanted);
  }

  /** The filesystem on a device, if it is one that can be mounted. */
  public static Optional<Volume> on(MachineState state, Device device) {
    return Optional.ofNullable(device.isMountable() ? state.volumes.get(id(device)) : null);
  }
}
