package dev.thaw.boot;

import dev.thaw.boot.initrd.Opening;
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
    return of(disks(evidence), evidence);
  }

  /** The modules that drive what a line of the fstab names. */
  public static List<String> of(FstabEntry entry, Evidence evidence) {
    return of(disks(names(evidence, entry), evidence), evidence);
  }

  /** The modules that drive what a container lies on. */
  public static List<String> of(Opening opening, Evidence evidence) {
    return of(disks(names(evidence, opening), evidence), evidence);
  }

  private static List<String> of(List<BlockDevice> disks, Evidence evidence) {
    return disks.stream()
        .flatMap(disk ->
            evidence.surroundings().drivers().getOrDefault(disk.kernelName(), List.of()).stream())
        .distinct()
        .toList();
  }

  /** Whether the disks were found, and the live system needs no module for them. */
  public static boolean builtIn(Evidence evidence) {
    return !disks(evidence).isEmpty() && needed(evidence).isEmpty();
  }

  /** The disks that what stage 1 mounts lies on. */
  public static List<BlockDevice> disks(Evidence evidence) {
    return disks(
        Stream.concat(
            evidence.openings().stream().flatMap(opening -> names(evidence, opening)),
            evidence.earlyMounts().stream().flatMap(entry -> names(evidence, entry))),
        evidence);
  }

  private static List<BlockDevice> disks(Stream<String> names, Evidence evidence) {
    return names
        .flatMap(name -> evidence.surroundings().disksBelow(name).stream())
        .distinct()
        .toList();
  }

  private static Stream<String> names(Evidence evidence, Opening opening) {
    return evidence.surroundings().device(opening.device()).map(BlockDevice::path).stream();
  }

  private static Stream<String> names(Evidence evidence, FstabEntry entry) {
    if (entry.type().equals("zfs")) {
      return Stream.of(entry.pool());
    }
    Optional<String> device = evidence.device(entry.spec()).map(BlockDevice::path);
    return device
        .or(() -> evidence.mount(entry).map(Mount::device).filter(name -> !name.isEmpty()))
        .stream();
  }
}
