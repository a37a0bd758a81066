package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Drivers;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.SubjectNames;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.initrd.Opening;
import dev.thaw.nixos.FstabEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disk is there, and the initrd has no driver for what it is attached to. */
final class MissingDriver implements Failure {

  @Override
  public List<String> ids() {
    return List.of("driver-missing");
  }

  @Override
  public List<String> shownAs() {
    return List.of(
        "device-gone",
        "luks-device-missing",
        "zfs-pool-missing",
        "zfs-pool-damaged",
        "zfs-dataset-unmountable",
        "stage-1-mount-fails",
        "lvm-not-activated",
        "md-not-assembled",
        "btrfs-device-missing");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Optional<Initrd> initrd = evidence.initrd().filter(Initrd::isUnderstood);
    // An initrd without one module has all drivers built into its kernel, or was not understood.
    if (initrd.isEmpty() || initrd.get().modules().isEmpty()) {
      return List.of();
    }
    return Drivers.needed(evidence).stream()
        .filter(module -> !initrd.get().has(module))
        .map(module -> finding(module, evidence))
        .toList();
  }

  private Finding finding(String module, Evidence evidence) {
    String disks =
        String.join(", ", Drivers.disks(evidence).stream().map(disk -> disk.path()).toList());
    var finding =
        new Finding(
            id(),
            Stage.DRIVERS,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "The initrd has no driver " + module + ", so that stage 1 does not see the disk.",
            List.of(
                "On the live system "
                    + module
                    + " drives what the root lies on ("
                    + disks
                    + "): lsmod.",
                "No "
                    + module
                    + ".ko is in the initrd "
                    + evidence.subject().map(g -> g.initrd().storePath()).orElse("")
                    + ", nor is it built into its kernel."),
            "Stage 1 has only the modules that were packed into the initrd: those of"
                + " boot.initrd.availableKernelModules and kernelModules. A disk on another"
                + " controller than at the installation needs its driver there.",
            new Mend.AddElement("boot.initrd.availableKernelModules", module));
    return heldToScreen(finding, subject(module, evidence), Certainty.SURE, evidence);
  }

  /** What stage 1 waits for on a disk that this module drives. */
  private static Subject subject(String module, Evidence evidence) {
    List<FstabEntry> entries =
        evidence.earlyMounts().stream()
            .filter(entry -> Drivers.of(entry, evidence).contains(module))
            .toList();
    var devices = new ArrayList<String>();
    entries.forEach(entry -> devices.add(SubjectNames.device(entry.spec(), evidence)));
    for (Opening opening : evidence.openings()) {
      if (Drivers.of(opening, evidence).contains(module)) {
        devices.add(SubjectNames.device(opening.device(), evidence));
        devices.add(SubjectNames.device(opening.opened(), evidence));
        // What is in it can't be seen while it is locked.
        evidence.earlyMounts().stream()
            .filter(entry -> evidence.device(entry.spec()).isEmpty())
            .filter(_ -> evidence.surroundings().hasLocked())
            .forEach(entry -> devices.add(SubjectNames.device(entry.spec(), evidence)));
      }
    }
    List<String> specs = entries.stream().map(FstabEntry::spec).toList();
    return Subject.of(SubjectKind.DEVICE, devices)
        .or(SubjectKind.POOL, entries.stream().map(FstabEntry::pool).toList())
        .or(SubjectKind.DATASET, specs)
        .or(SubjectKind.MOUNT_POINT, entries.stream().map(FstabEntry::file).toList());
  }
}
