package dev.thaw.boot;

import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.Mount;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What an installation lies on. */
public final class OwnDisks {

  private OwnDisks() {}

  /** The paths of its disks, and the names of the pools that stage 1 imports. */
  public static Set<String> of(Evidence evidence) {
    var devices = new LinkedHashSet<String>();
    Stream.of(
            Stream.of(
                evidence.installation().store().source(), evidence.installation().root().source()),
            evidence.installation().mounts().stream().map(Mount::device),
            evidence.installation().bootPartitions().stream()
                .filter(BootPartition::isUsed)
                .map(BootPartition::device),
            evidence.earlyPools().stream())
        .flatMap(all -> all)
        .filter(device -> !device.isEmpty())
        .forEach(devices::add);
    var own = new LinkedHashSet<String>(evidence.earlyPools());
    for (String device : devices) {
      evidence.surroundings().disksBelow(device).forEach(disk -> own.add(disk.path()));
    }
    return own;
  }

  /** Those of its disks of which SMART says nothing, by the kernel's names. */
  public static Stream<String> withoutSmart(Evidence evidence) {
    Set<String> own = of(evidence);
    return evidence.surroundings().health().silent().stream()
        .filter(disk -> own.contains("/dev/" + disk));
  }
}
