package dev.thaw.boot;

import dev.thaw.boot.bios.DiskStart;
import dev.thaw.nixos.DeviceName;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Btrfs;
import dev.thaw.storage.DiskHealth;
import dev.thaw.storage.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the boot depends on outside of the installation itself.
 *
 * @param disks the machine's disks, with all that is made of them
 * @param pools its pools
 * @param btrfs its btrfs filesystems with their devices; empty where btrfs's tool is not there
 * @param encrypted the natively encrypted datasets of ZFS that could be seen, each with the dataset
 *     whose key it needs
 * @param drivers the modules that drive each disk now, by the kernel's name of it
 * @param systems those systems of the boot menu that are in the store, paths there; empty when the
 *     store could not be read
 * @param known whether all this was looked at; else nothing can be concluded from what is missing
 * @param health what of the disks reports errors
 * @param starts what a BIOS starts of each disk whose first sector could be read
 */
public record MachineEvidence(
    List<BlockDevice> disks,
    List<Pool> pools,
    List<Btrfs> btrfs,
    Map<String, String> encrypted,
    Map<String, List<String>> drivers,
    Optional<Set<String>> systems,
    boolean known,
    DiskHealth health,
    List<DiskStart> starts) {

  /** Nothing was looked at. */
  public static final MachineEvidence UNKNOWN =
      new MachineEvidence(
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          false,
          DiskHealth.UNKNOWN,
          List.of());

  /** Copies the collections. */
  public MachineEvidence {
    disks = List.copyOf(disks);
    pools = List.copyOf(pools);
    btrfs = List.copyOf(btrfs);
    encrypted = Map.copyOf(encrypted);
    drivers = Map.copyOf(drivers);
    systems = systems.map(Set::copyOf);
    starts = List.copyOf(starts);
  }

  /** Every device: disks, partitions, open containers, volumes. */
  public Stream<BlockDevice> devices() {
    return disks.stream().flatMap(BlockDevice::all);
  }

  /** The device that an fstab's or a kernel parameter's words mean now. */
  public Optional<BlockDevice> device(String spec) {
    return devices().filter(device -> isMeant(device, spec)).findFirst();
  }

  private static boolean isMeant(BlockDevice device, String spec) {
    DeviceName name = DeviceName.of(spec);
    String is = name.identifier();
    return !is.isEmpty()
        && switch (name.kind()) {
          case UUID -> isSame(device.uuid(), is, spec);
          case LABEL -> device.label().equals(is);
          case PARTUUID -> isSame(device.partUuid(), is, spec);
          case PARTLABEL -> device.partLabel().equals(is);
          default -> device.isNamed(spec);
        };
  }

  /** A link is a path, in which case counts; {@code UUID=} is compared as a number. */
  private static boolean isSame(String has, String asked, String spec) {
    return spec.startsWith("/") ? has.equals(asked) : has.equalsIgnoreCase(asked);
  }

  /** The disks that this device, or this pool's members, lie on. */
  public List<BlockDevice> disksBelow(String deviceOrPool) {
    return disks.stream()
        .filter(disk ->
            disk.all()
                .anyMatch(device ->
                    device.isNamed(deviceOrPool)
                        || device.fsType().equals("zfs_member")
                            && device.label().equals(deviceOrPool)))
        .toList();
  }

  /** Whether a LUKS container is not open: what is in it can't be told missing. */
  public boolean hasLocked() {
    return devices().anyMatch(BlockDevice::isLocked);
  }
}
