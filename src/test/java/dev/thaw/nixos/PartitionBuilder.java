package dev.thaw.nixos;

import dev.thaw.nixos.loader.BootTree;
import java.util.List;

/**
 * Builds a boot partition for a test: the one that the installation uses, unless it is not said.
 */
public final class PartitionBuilder {

  private BootPartition.Volume volume;
  private final String mountPoint;
  private BootTree tree = BootTree.EMPTY;
  private BootPartition.Choice choice = new BootPartition.Choice(List.of(), true);
  private String trouble = "";

  private PartitionBuilder(BootPartition.Volume volume, String mountPoint) {
    this.volume = volume;
    this.mountPoint = mountPoint;
  }

  /** Begins an EFI system partition of 1 GiB that belongs at a mount point; empty for none. */
  public static PartitionBuilder esp(String device, String uuid, String mountPoint) {
    return new PartitionBuilder(
        new BootPartition.Volume(device, uuid, "ESP", "vfat", BootPartition.ESP, 1L << 30),
        mountPoint);
  }

  /** Makes it one of no partition type. */
  public PartitionBuilder untyped() {
    volume =
        new BootPartition.Volume(
            volume.device(), volume.uuid(), volume.label(), volume.type(), "", volume.size());
    return this;
  }

  /** What lies on it. */
  public PartitionBuilder holding(BootTree what) {
    tree = what;
    return this;
  }

  /** Whether it is the one, and what speaks for it. */
  public PartitionBuilder theOne(boolean is, String... reasons) {
    choice = new BootPartition.Choice(List.of(reasons), is);
    return this;
  }

  /** What is wrong with its filesystem. */
  public PartitionBuilder trouble(String what) {
    trouble = what;
    return this;
  }

  /** The partition. */
  public BootPartition build() {
    return new BootPartition(volume, mountPoint, tree, choice, trouble);
  }
}
