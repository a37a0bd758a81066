package dev.thaw.boot.failure;

import dev.thaw.boot.Evidence;
import dev.thaw.boot.LastingName;
import dev.thaw.boot.Mend;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What can take the place of a device that is gone: which, only its owner can tell. */
final class Choices {

  /** Without these there is no system. */
  private static final Set<String> NEEDED = Set.of("/", "/nix", "/nix/store");

  private static final String NOTHING = "nothing";

  private Choices() {}

  /** The LUKS containers that there are. */
  static List<BlockDevice> containers(Evidence evidence) {
    return evidence
        .surroundings()
        .devices()
        .filter(device -> device.fsType().equals("crypto_LUKS"))
        .toList();
  }

  /** The question which of the containers it is. */
  static Mend of(String what, String option, List<BlockDevice> containers) {
    return question(what, option, mends(option, containers));
  }

  /** The question what is to be mounted there. */
  static Mend of(FstabEntry entry, boolean early, Evidence evidence) {
    String place = "fileSystems.\"" + entry.file() + "\"";
    String option = place + ".device";
    if (!entry.file().matches("[^\"\\\\$]+")) {
      return byHand(option);
    }
    if (!early) {
      // The boot goes on without it, and it is mounted when it is there again.
      return new Mend.AddElement(place + ".options", "nofail");
    }
    Map<String, Mend> mends = mends(option, free(entry, evidence));
    if (!NEEDED.contains(entry.file())) {
      mends.put(NOTHING, new Mend.UnsetOption(place));
    }
    return question("What is to be mounted on " + entry.file(), option, mends);
  }

  private static Mend question(String what, String option, Map<String, Mend> mends) {
    return mends.isEmpty()
        ? byHand(option)
        : new Mend.OneOf(
            what + " can be",
            "mend(diagnose()) asks which. disks() and sh(\"blkid\", looks=true) show what they"
                + " hold.",
            mends);
  }

  private static Map<String, Mend> mends(String option, List<BlockDevice> devices) {
    var mends = new LinkedHashMap<String, Mend>();
    for (BlockDevice device : devices) {
      LastingName.of(device).ifPresent(name -> mends.put(device.path(), named(option, name)));
    }
    return mends;
  }

  /** Naming it by its UUID, if there is one that can be written into a configuration. */
  static Mend named(String option, BlockDevice device) {
    return LastingName.of(device).map(name -> named(option, name)).orElseGet(() -> byHand(option));
  }

  private static Mend named(String option, String name) {
    return new Mend.SetOption(option, "\"" + name + "\"");
  }

  /** Filesystems of its type that nothing of this installation mounts, each with its own UUID. */
  private static List<BlockDevice> free(FstabEntry entry, Evidence evidence) {
    if (entry.kind() == DeviceKind.DATASET) {
      return List.of();
    }
    Set<String> used =
        evidence.installation().mounts().stream()
            .map(Mount::device)
            .collect(Collectors.toCollection(HashSet::new));
    evidence.installation().bootPartitions().stream().map(BootPartition::device).forEach(used::add);
    List<BlockDevice> all = evidence.surroundings().devices().toList();
    return all.stream()
        .filter(device -> device.fsType().equals(entry.type()))
        .filter(device -> used.stream().noneMatch(device::isNamed))
        .filter(
            device -> all.stream().filter(other -> other.uuid().equals(device.uuid())).count() == 1)
        .filter(device -> !device.isLiveMedium())
        .toList();
  }

  /** The whole call: how the option is called is not to be guessed at night. */
  static Mend byHand(String option) {
    String call = new Mend.SetOption(option, "\"/dev/disk/by-uuid/UUID\"").call();
    return new Mend.ByHand(
        "Attach the disk that it is on, if that is not attached now. Else find the right one:"
            + " sh(\"blkid\", looks=true) tells the UUIDs. Then, with its UUID, "
            + call
            + ", or edit(\"hardware-configuration.nix\"); and rebuild().");
  }
}
