package dev.thaw.practice.state;

import java.util.Optional;

/** Finds the filesystem on a device. */
public final class Filesystems {

  private Filesystems() {}

  /** What the filesystem on a device is called among the volumes. */
  public static String id(Device device) {
    return device.uuid;
  }

  /** The filesystem on a device, if it is one that can be mounted. */
  public static Optional<Volume> on(MachineState state, Device device) {
    return Optional.ofNullable(device.isMountable() ? state.volumes.get(id(device)) : null);
  }
}
