package dev.thaw.boot;

import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The modules that stage 1 needs to see the disks of what it mounts. */
public final class Drivers {

  private Drivers() {}

  /**
   * The modules that drive those disks on the live system; those built into it are not among them.
   */
  public static List<String> needed(Evidence evidence) {
    return disks(evidence).stream()
        .flatMap(disk ->
            evidence.surroundings().drivers().getOrDefault(disk.kernelName(), List.of()).stream())
        .distinct()
        .toList();
  }

  /** Whether the disks were found, and the live system needs no module for them. */
  static boolean builtIn(Evidence evidence) {
    return !disks(evidence).isEmpty() && needed(evidence).isEmpty();
  }

  /** The disks that what stage 1 mounts lies on. */
  public static List<BlockDevice> disks(Evidence evidence) {
    Surroundings around = evidence.surroundings();
    return Stream.concat(
            evidence.openings().stream()
                .flatMap(opening -> around.device(opening.device()).stream())
                .map(BlockDevice::path),
            evidence.earlyMounts().stream().flatMap(entry -> names(evidence, entry)))
        .flatMap(name -> around.disksBelow(name).stream())
        .distinct()
        .toList();
  }

  private static Stream<String> names(Evidence evidence, FstabEntry entry) {
    if (entry.type().equals("zfs")) {
      return Stream.of(entry.spec().split("/")[0]);
    }
    Optional<String> device = evidence.device(entry.spec()).map(BlockDevice::path);
    return device
        .or(() -> evidence.mount(entry).map(Mount::device).filter(name -> !name.isEmpty()))
        .stream();
  }
}
