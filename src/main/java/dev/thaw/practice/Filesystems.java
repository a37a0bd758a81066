package dev.thaw.practice;

import java.util.Optional;

/** Finds the filesystem on a device. */
final class Filesystems {

  private Filesystems() {}

  /** What the filesystem on a device is called among the volumes. */
  static String id(Device device) {
    return device.uuid;
  }

  /** The filesystem on a device, if it is one that can be mounted. */
  static Optional<Volume> on(MachineState computer, Device device) {
    return Optional.ofNullable(device.isMountable() ? computer.volumes.get(id(device)) : null);
  }
}
