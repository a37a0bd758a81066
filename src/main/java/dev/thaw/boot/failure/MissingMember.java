package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.SubjectNames;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.Btrfs;
import java.util.List;
import java.util.Optional;

/** A btrfs over several devices lacks one: it is mounted only by who says so. */
final class MissingMember implements Failure {

  @Override
  public List<String> ids() {
    return List.of("btrfs-device-missing");
  }

  @Override
  public List<String> shownAs() {
    return List.of(
        "filesystem-errors", "stage-1-mount-fails", "stage-2-mount-fails", "device-gone");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return DeviceGone.mounted(evidence)
        .filter(entry -> !entry.mayFail() && !entry.options().contains("degraded"))
        .flatMap(entry ->
            btrfs(entry, evidence)
                .filter(btrfs -> btrfs.missingDevices() > 0)
                .map(btrfs -> finding(entry, btrfs, evidence))
                .stream())
        .toList();
  }

  /** Whether a line's filesystem lacks a device. */
  static boolean lacks(FstabEntry entry, Evidence evidence) {
    return btrfs(entry, evidence).filter(btrfs -> btrfs.missingDevices() > 0).isPresent();
  }

  private static Optional<Btrfs> btrfs(FstabEntry entry, Evidence evidence) {
    return evidence
        .device(entry.spec())
        .flatMap(device ->
            evidence.surroundings().btrfs().stream()
                .filter(btrfs -> btrfs.uuid().equalsIgnoreCase(device.uuid()))
                .findFirst());
  }

  private Finding finding(FstabEntry entry, Btrfs btrfs, Evidence evidence) {
    boolean early = DeviceGone.isEarly(entry, evidence);
    boolean locked = evidence.surroundings().hasLocked();
    var finding =
        new Finding(
            id(),
            early ? Stage.MOUNTS : Stage.STAGE_2,
            BootImpact.FAILS,
            locked ? Certainty.POSSIBLE : Certainty.LIKELY,
            "The btrfs for "
                + entry.file()
                + " lacks "
                + btrfs.missingDevices()
                + " of its "
                + btrfs.expected()
                + " devices.",
            List.of(
                "Of btrfs "
                    + btrfs.uuid()
                    + " only "
                    + String.join(", ", btrfs.devices())
                    + " is there: sh(\"btrfs filesystem show\", looks=true)."
                    + (locked ? " A LUKS container is locked, and it may be in there." : "")),
            "btrfs mounts with a device missing only where the option degraded says so, and only"
                + " if what is left has a copy of everything. A disk that is not attached, or whose"
                + " driver is missing, takes its part away.",
            new Mend.ByHand(
                "Attach the disk that is missing. Is it gone for good: explain(\""
                    + id()
                    + "\") tells how to mount degraded, and to put another in its place."));
    Subject subject =
        Subject.of(SubjectKind.MOUNT_POINT, List.of(entry.file()))
            .or(SubjectKind.DEVICE, List.of(SubjectNames.device(entry.spec(), evidence)));
    return heldToScreen(finding, subject, finding.certainty(), evidence);
  }
}
