package dev.thaw.rescue;

import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where an installation's boot loader is written to: every boot partition of its fstab, and one
 * that it boots from though no line names it.
 */
final class BootMounts {

  private BootMounts() {}

  /** The lines of the fstab, and one made up for a partition that has none. */
  static List<Mount> of(Installation installation) {
    var boots =
        new ArrayList<>(
            installation.mounts().stream().filter(m -> isBoot(m, installation)).toList());
    installation.bootPartitions().stream()
        .filter(partition -> isUnlisted(partition, installation))
        .findFirst()
        .map(BootMounts::line)
        .ifPresent(boots::add);
    return List.copyOf(boots);
  }

  /** Those that no line of the fstab names. */
  static List<Mount> unlisted(Installation installation) {
    return of(installation).stream()
        .filter(mount -> !installation.mounts().contains(mount))
        .toList();
  }

  private static boolean isBoot(Mount mount, Installation installation) {
    FstabEntry entry = mount.entry();
    if (entry.isSwap() || entry.kind() == DeviceKind.NETWORK || entry.kind() == DeviceKind.NONE) {
      return false;
    }
    return entry.isUsualForBoot()
        || installation.bootPartitions().stream()
            .filter(partition -> partition.mountPoint().equals(entry.file()))
            .anyMatch(partition ->
                Set.of(BootPartition.ESP, BootPartition.XBOOTLDR)
                    .contains(partition.partitionType()));
  }

  /** Where it is to be mounted is known, and not from the fstab. */
  private static boolean isUnlisted(BootPartition partition, Installation installation) {
    return partition.theOne()
        && !partition.mountPoint().isEmpty()
        && !partition.device().isEmpty()
        && installation.mounts().stream()
            .noneMatch(mount -> mount.entry().file().equals(partition.mountPoint()));
  }

  private static Mount line(BootPartition partition) {
    String spec =
        partition.uuid().isEmpty() ? partition.device() : "/dev/disk/by-uuid/" + partition.uuid();
    var entry =
        new FstabEntry(
            0, spec, partition.mountPoint(), partition.type(), List.of("defaults"), 0, 0);
    return new Mount(entry, Mount.State.UNREAD, partition.device(), "the fstab does not name it");
  }
}
