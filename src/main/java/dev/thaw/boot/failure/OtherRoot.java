package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Devices;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What stage 1 mounts where the nix store belongs is another subvolume, dataset or device than the
 * one that the store lies on.
 */
final class OtherRoot implements Failure {

  /** Where a filesystem with the store is mounted. */
  private static final Set<String> PLACES = Set.of("/", "/nix", "/nix/store");

  @Override
  public List<String> ids() {
    return List.of("root-is-another");
  }

  @Override
  public List<String> shownAs() {
    return List.of("system-gone", "switch-root-fails", "stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.earlyMounts().stream()
        .filter(entry -> PLACES.contains(entry.file()))
        .max(Comparator.comparingInt(entry -> entry.file().length()))
        .filter(entry -> Devices.isThere(evidence, entry))
        .flatMap(entry -> judge(entry, evidence.installation().store(), evidence))
        .stream()
        .toList();
  }

  private Optional<Finding> judge(FstabEntry entry, FilesystemLocation store, Evidence evidence) {
    if (entry.type().equals("zfs") && store.type().equals("zfs")) {
      return entry.spec().equals(store.source())
          ? Optional.empty()
          : Optional.of(
              finding(entry, "dataset", entry.spec(), store.source(), set(entry, store.source())));
    }
    if (!store.uuid().isEmpty()) {
      Optional<String> uuid =
          evidence.device(entry.spec()).map(device -> device.uuid()).filter(u -> !u.isEmpty());
      if (uuid.isPresent() && !uuid.get().equalsIgnoreCase(store.uuid())) {
        return Optional.of(
            finding(
                entry,
                "filesystem",
                entry.spec(),
                store.source() + " (UUID " + store.uuid() + ")",
                set(entry, "/dev/disk/by-uuid/" + store.uuid())));
      }
    }
    return store.type().equals("btrfs") ? subvolume(entry, store) : Optional.empty();
  }

  /** What is mounted without a name is the default subvolume, which is not known here. */
  private Optional<Finding> subvolume(FstabEntry entry, FilesystemLocation store) {
    Optional<String> mounted = entry.subvolume().map(OtherRoot::plain);
    String lies = plain(store.subvolume());
    return mounted
        .filter(name -> !name.equals(lies) && !lies.isEmpty())
        .filter(_ -> entry.option("subvolid").isEmpty())
        .map(name ->
            finding(entry, "subvolume", name.isEmpty() ? "/" : name, lies, options(entry, lies)));
  }

  private static String plain(String subvolume) {
    return subvolume.replaceAll("^/+|/+$", "");
  }

  private static Mend set(FstabEntry entry, String device) {
    return new Mend.SetOption(place(entry) + ".device", "\"" + device + "\"");
  }

  private static Mend options(FstabEntry entry, String subvolume) {
    var mends = new ArrayList<Mend>();
    entry.options().stream()
        .filter(option -> option.startsWith("subvol="))
        .forEach(option -> mends.add(new Mend.RemoveElement(place(entry) + ".options", option)));
    mends.add(new Mend.AddElement(place(entry) + ".options", "subvol=" + subvolume));
    return new Mend.Several(mends);
  }

  private static String place(FstabEntry entry) {
    return "fileSystems.\"" + entry.file() + "\"";
  }

  private Finding finding(FstabEntry entry, String kind, String mounted, String lies, Mend mend) {
    return new Finding(
            id(),
            Stage.MOUNTS,
            BootImpact.FAILS,
            lies.matches("[^\"\\\\$]+") ? Certainty.SURE : Certainty.LIKELY,
            "What stage 1 mounts on "
                + entry.file()
                + " does not have the nix store: the store lies on another "
                + kind
                + ".",
            List.of(
                "Stage 1 mounts the " + kind + " " + mounted + " on " + entry.file() + ".",
                "The store with this system was found on " + lies + ": installs()."),
            "Stage 1 starts init= of the boot entry from what it has mounted. Where that is not"
                + " what the system lies on, it finds nothing to start.",
            lies.matches("[^\"\\\\$]+")
                ? mend
                : new Mend.ByHand(
                    "Name the right one: edit(\"hardware-configuration.nix\"), then rebuild()."))
        .naming(entry.file());
  }
}
