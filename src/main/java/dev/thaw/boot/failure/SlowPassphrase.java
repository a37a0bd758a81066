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
import dev.thaw.boot.initrd.Opening;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import dev.thaw.storage.BlockDevice;
import java.util.List;
import java.util.Optional;

/**
 * systemd's stage 1 gave up waiting for what is in a container, which is there: it does not know
 * that it waits for a passphrase where the fstab does not call it by the container's name.
 */
final class SlowPassphrase implements Failure {

  @Override
  public List<String> ids() {
    return List.of("luks-timeout");
  }

  @Override
  public List<String> shownAs() {
    return List.of("device-gone", "driver-missing", "luks-device-missing", "stage-1-mount-fails");
  }

  /** Only who saw it give up knows of it: typed in time, the same configuration boots. */
  @Override
  public List<Finding> judge(Evidence evidence) {
    boolean systemd =
        evidence.initrd().filter(initrd -> initrd.stage1() == Stage1.SYSTEMD).isPresent();
    return systemd && isOnScreen(evidence.symptom())
        ? evidence.earlyMounts().stream()
            .filter(entry -> !entry.mayFail() && !entry.spec().startsWith("/dev/mapper/"))
            .flatMap(entry ->
                opening(entry, evidence).map(opening -> finding(entry, opening, evidence)).stream())
            .toList()
        : List.of();
  }

  /** The container that stage 1 opens and that has the filesystem of a line in it. */
  private static Optional<Opening> opening(FstabEntry entry, Evidence evidence) {
    Optional<BlockDevice> inside = evidence.device(entry.spec());
    return evidence.openings().stream()
        .filter(opening ->
            evidence.surroundings().device(opening.device()).stream()
                .flatMap(container -> container.children().stream())
                .anyMatch(child -> inside.filter(child::equals).isPresent()))
        .findFirst();
  }

  private Finding finding(FstabEntry entry, Opening opening, Evidence evidence) {
    var finding =
        new Finding(
            id(),
            Stage.DEVICES,
            BootImpact.FAILS,
            Certainty.POSSIBLE,
            "Stage 1 may have given up on "
                + entry.file()
                + " while it waited for the passphrase of "
                + opening.name()
                + ".",
            List.of(
                entry.spec() + " is in the container that stage 1 opens as " + opening.name() + ".",
                "The fstab does not call it " + opening.opened() + "."),
            "systemd waits a minute and a half for a device, and longer only for one that it knows"
                + " to be in a container: by the name that the container is opened as.",
            new Mend.SetOption(
                "fileSystems.\"" + entry.file() + "\".device", "\"" + opening.opened() + "\""));
    Subject subject =
        Subject.of(
                SubjectKind.DEVICE,
                List.of(SubjectNames.device(entry.spec(), evidence), opening.opened()))
            .or(SubjectKind.MOUNT_POINT, List.of(entry.file()));
    return heldToScreen(finding, subject, Certainty.LIKELY, evidence);
  }
}
