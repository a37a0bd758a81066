package dev.thaw.storage;

import java.util.List;

/**
 * A volume group of LVM.
 *
 * @param name its name
 * @param uuid its UUID, LVM's kind: letters and digits with dashes
 * @param size in bytes; -1 when unknown
 * @param free bytes that no volume uses; -1 when unknown
 * @param devices the physical volumes that are there
 * @param missingDevices how many physical volumes are not there
 * @param volumes its logical volumes
 */
public record VolumeGroup(
    String name,
    String uuid,
    long size,
    long free,
    List<String> devices,
    int missingDevices,
    List<LogicalVolume> volumes) {

  /**
   * A logical volume.
   *
   * @param name its name within the group
   * @param path how to name it once it is active: {@code /dev/vg/root}
   * @param size in bytes
   * @param layout {@code linear}, {@code thin,sparse}, {@code raid,raid1}
   * @param active whether it is there to be used now
   * @param skipped whether it stays inactive when its group is activated: a thin snapshot, mostly
   */
  public record LogicalVolume(
      String name, String path, long size, String layout, boolean active, boolean skipped) {}

  /** Keeps the lists from changing. */
  public VolumeGroup {
    devices = List.copyOf(devices);
    volumes = List.copyOf(volumes);
  }

  /** Whether all its volumes are active that activating it would make so. */
  public boolean isActive() {
    return volumes.stream().allMatch(volume -> volume.active() || volume.skipped());
  }
}
