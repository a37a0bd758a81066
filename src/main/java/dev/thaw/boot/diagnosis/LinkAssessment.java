package dev.thaw.boot.diagnosis;

import dev.thaw.boot.BiosView;
import dev.thaw.boot.Devices;
import dev.thaw.boot.Drivers;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Stage;
import dev.thaw.boot.bios.GrubPlace;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.SystemdBoot;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Pool;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What speaks for a link of the chain, where no failure was found.
 *
 * @param good whether it is enough to call the link good
 * @param what what was seen, or what is missing for a judgement; a sentence
 */
record LinkAssessment(boolean good, String what) {

  /** Looks at what the evidence says of a link. */
  static LinkAssessment at(Stage stage, Evidence evidence) {
    Optional<Generation> subject = evidence.subject();
    if (subject.isEmpty()) {
      return new LinkAssessment(false, "The installation has no generation.");
    }
    return switch (stage) {
      case FIRMWARE -> firmware(evidence);
      case MENU -> menu(subject.get());
      case KERNEL -> kernel(subject.get(), evidence.installation());
      case MODULES -> modules(evidence);
      case DRIVERS -> drivers(evidence);
      case DEVICES -> devices(evidence);
      case MOUNTS -> mounts(evidence);
      case STAGE_2 ->
          new LinkAssessment(
              subject.get().closureExists(), "What it goes over to is in the store, whole.");
    };
  }

  private static LinkAssessment firmware(Evidence evidence) {
    return BiosView.of(evidence).map(LinkAssessment::bios).orElseGet(() -> program(evidence));
  }

  /**
   * A disk whose GRUB finds its folder is enough where no other disk's GRUB does something else.
   */
  private static LinkAssessment bios(BiosView view) {
    List<String> told =
        view.disks().stream().map(disk -> disk.path() + " starts GRUB, " + told(disk)).toList();
    return told.isEmpty()
        ? new LinkAssessment(false, "No disk has GRUB in its first sector.")
        : new LinkAssessment(
            view.disks().stream().allMatch(disk -> disk.outcome() instanceof BiosView.Own),
            String.join("; ", told) + ".");
  }

  private static String told(BiosView.GrubDisk disk) {
    String folder = disk.place().map(GrubPlace::folder).orElse("");
    return switch (disk.outcome()) {
      case BiosView.Own(BlockDevice device) -> "whose folder is " + folder + " on " + device.path();
      case BiosView.Elsewhere(BlockDevice device) ->
          "whose folder is on " + device.path() + ", where this system's menu is not";
      case BiosView.Gone _ -> "which does not find its folder";
      case BiosView.Blank _ -> "whose core image is not there";
      case BiosView.CantTell(String why) -> "and " + why;
    };
  }

  private static LinkAssessment program(Evidence evidence) {
    Optional<BootPartition> partition = evidence.installation().bootPartition();
    if (partition.isEmpty()) {
      return new LinkAssessment(
          false, "Which partition it boots from is not certain: bootPartition().");
    }
    BootLoader loader = evidence.installation().loader().orElse(new SystemdBoot());
    // The entries may lie on an extended boot partition: the loader is on the ESP then.
    Stream<BootPartition> others =
        evidence.installation().bootPartitions().stream()
            .filter(other -> !other.mountPoint().isEmpty() && !other.equals(partition.get()));
    return Stream.concat(partition.stream(), others)
        .flatMap(each ->
            each.tree().files().keySet().stream()
                .filter(loader::isProgram)
                .min(Comparator.naturalOrder())
                .map(file -> new LinkAssessment(true, each.device() + " holds " + file + "."))
                .stream())
        .findFirst()
        .orElse(
            new LinkAssessment(
                false,
                "No loader was seen on " + partition.get().device() + " where firmware looks."));
  }

  private static LinkAssessment menu(Generation generation) {
    int number = generation.number();
    if (!generation.inBootMenu()) {
      return new LinkAssessment(false, "The menu does not list generation " + number + ".");
    }
    return new LinkAssessment(
        true,
        generation.isDefault()
            ? "The menu starts generation " + number + " by default."
            : "The menu lists generation " + number + "; another is the default.");
  }

  private static LinkAssessment kernel(Generation generation, Installation installation) {
    BootFile kernel = generation.kernel();
    if (kernel.bootPath().isEmpty() && installation.startsFromStore(generation)) {
      return new LinkAssessment(
          generation.closureExists(),
          "The menu starts both straight from the store, without copies.");
    }
    return kernel.bootPath().isEmpty()
        ? new LinkAssessment(
            false, "The loader names no copy of the kernel that could be compared.")
        : new LinkAssessment(
            kernel.matches() && generation.initrd().matches(),
            "Both are on the boot partition, in the store's size.");
  }

  private static LinkAssessment unread(Evidence evidence) {
    return new LinkAssessment(
        false,
        evidence
            .initrd()
            .map(initrd ->
                initrd.trouble().isEmpty()
                    ? "The initrd is not laid out as NixOS lays it out: it was not understood."
                    : "The initrd could not be read whole: " + initrd.trouble() + ".")
            .orElse("The initrd was not read."));
  }

  private static boolean isRead(Evidence evidence) {
    return evidence.initrd().filter(Initrd::isUnderstood).isPresent();
  }

  private static LinkAssessment modules(Evidence evidence) {
    if (!isRead(evidence)) {
      return unread(evidence);
    }
    List<String> forced = evidence.initrd().orElseThrow().forced();
    return new LinkAssessment(
        true,
        forced.isEmpty()
            ? "The initrd loads none by force."
            : "The initrd loads " + String.join(", ", forced) + ": none stops the boot.");
  }

  private static LinkAssessment drivers(Evidence evidence) {
    if (!isRead(evidence)) {
      return unread(evidence);
    }
    List<String> needed = Drivers.needed(evidence);
    boolean known = evidence.surroundings().known() && !needed.isEmpty();
    return new LinkAssessment(
        known || evidence.surroundings().known() && Drivers.builtIn(evidence),
        known
            ? "The initrd has what drives the disks now: " + String.join(", ", needed) + "."
            : "The kernel has the disks' drivers built in, as far as can be seen.");
  }

  private static LinkAssessment devices(Evidence evidence) {
    List<String> pools = evidence.earlyPools();
    if (pools.isEmpty() && !isRead(evidence)) {
      return unread(evidence);
    }
    if (pools.isEmpty()) {
      return new LinkAssessment(
          true,
          evidence.openings().isEmpty()
              ? "No container has to be opened, no pool imported."
              : opened(evidence) + " No pool has to be imported.");
    }
    String names = String.join(", ", pools);
    List<Optional<Boolean>> forced = pools.stream().map(evidence::forcesImport).toList();
    if (forced.contains(Optional.<Boolean>empty())) {
      return new LinkAssessment(
          false, "Whether stage 1 imports " + names + " by force is not known.");
    }
    List<String> held =
        evidence.surroundings().pools().stream()
            .filter(pool -> pool.imported() && !pool.readOnly())
            .map(Pool::name)
            .filter(pool -> pools.contains(pool))
            .filter(pool -> !evidence.forcesImport(pool).orElse(false))
            .toList();
    if (!held.isEmpty()) {
      return new LinkAssessment(
          false,
          "The pool "
              + String.join(", ", held)
              + " is in use here, and stage 1 does not import it by force: leave() exports it.");
    }
    String opened = evidence.openings().isEmpty() ? "" : opened(evidence) + " ";
    return new LinkAssessment(
        evidence.surroundings().known()
            && evidence.surroundings().pools().stream().anyMatch(p -> pools.contains(p.name())),
        opened
            + (forced.stream().allMatch(Optional.of(true)::equals)
                ? "The pool " + names + " is there, and imported by force if need be."
                : "The pool " + names + " is there, and nothing else uses it."));
  }

  /** What has to be unlocked on the way: that nobody but its owner can tell. */
  private static String opened(Evidence evidence) {
    return "It opens "
        + String.join(
            ", ",
            evidence.openings().stream()
                .map(opening ->
                    opening.name()
                        + " ("
                        + evidence
                            .surroundings()
                            .device(opening.device())
                            .map(BlockDevice::path)
                            .orElse(opening.device())
                        + ")")
                .toList())
        + ", with its passphrase or key.";
  }

  private static LinkAssessment mounts(Evidence evidence) {
    List<FstabEntry> entries = evidence.earlyMounts();
    for (FstabEntry entry : entries) {
      boolean found =
          Devices.isThere(evidence, entry)
              || evidence
                  .mount(entry)
                  .filter(mount -> mount.state() != Mount.State.MISSING)
                  .isPresent();
      if (Devices.isLocked(evidence, entry)) {
        return new LinkAssessment(
            false,
            "What is to be mounted on "
                + entry.file()
                + " is in a container that is locked now: unlock() first.");
      }
      if (!found) {
        return new LinkAssessment(
            false, "Whether " + entry.spec() + " for " + entry.file() + " is there is not known.");
      }
    }
    return entries.isEmpty()
        ? new LinkAssessment(false, "What stage 1 mounts is not known.")
        : new LinkAssessment(
            true,
            "What stage 1 mounts is there: "
                + String.join(", ", entries.stream().map(FstabEntry::file).toList())
                + ".");
  }
}
