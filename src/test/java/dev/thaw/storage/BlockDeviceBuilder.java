package dev.thaw.storage;

import java.util.List;

/** Builds a device for a test: an empty one that is mounted nowhere, unless something is said. */
public final class BlockDeviceBuilder {

  private final String path;
  private final DeviceType type;
  private long size = 1;
  private BlockDevice.Hardware hardware = new BlockDevice.Hardware("", "", "", false, false);
  private BlockDevice.Content content = new BlockDevice.Content("", "", "");
  private BlockDevice.Partition partition = new BlockDevice.Partition("", "", "", "");
  private List<String> mountPoints = List.of();
  private List<BlockDevice> children = List.of();

  private BlockDeviceBuilder(String path, DeviceType type) {
    this.path = path;
    this.type = type;
  }

  /** Begins one; the kernel's name is the last part of its path. */
  public static BlockDeviceBuilder device(String path, DeviceType type) {
    return new BlockDeviceBuilder(path, type);
  }

  /** How big it is, in bytes. */
  public BlockDeviceBuilder size(long bytes) {
    size = bytes;
    return this;
  }

  /** What the maker calls it, and how it is attached. */
  public BlockDeviceBuilder hardware(String model, String transport) {
    hardware = new BlockDevice.Hardware(model, "", transport, false, false);
    return this;
  }

  /** What is on it. */
  public BlockDeviceBuilder content(String fsType, String label, String uuid) {
    content = new BlockDevice.Content(fsType, label, uuid);
    return this;
  }

  /** What its disk's table says of it. */
  public BlockDeviceBuilder partition(String label, String uuid, String typeGuid) {
    partition = new BlockDevice.Partition(label, uuid, typeGuid, "");
    return this;
  }

  /** Where it is mounted. */
  public BlockDeviceBuilder mountedAt(List<String> points) {
    mountPoints = points;
    return this;
  }

  /** What is made of it. */
  public BlockDeviceBuilder children(List<BlockDevice> devices) {
    children = devices;
    return this;
  }

  /** The device. */
  public BlockDevice build() {
    String kernelName = path.substring(path.lastIndexOf('/') + 1);
    return new BlockDevice(
        path,
        kernelName,
        type,
        size,
        hardware,
        content,
        partition,
        mountPoints,
        List.of(),
        children);
  }
}
