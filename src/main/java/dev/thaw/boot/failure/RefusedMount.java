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
import dev.thaw.nixos.Mount;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The device is there, and the live system's kernel refuses to mount what is on it, though only for
 * looking. What it lacks a driver or a key for says nothing of the installed system.
 */
final class RefusedMount implements Failure {

  private static final String LATE = "stage-2-mount-fails";

  private static final String DAMAGED = "filesystem-errors";

  private static final String OTHER = "root-is-another";

  /** What mount(8) says where the kernel finds the filesystem broken. */
  private static final Pattern BROKEN =
      Pattern.compile(
          "bad superblock|can't read superblock|[Ss]tructure needs cleaning|[Ii]nput/output error");

  /** What it says of a subvolume that is not there. */
  private static final Pattern NOTHING = Pattern.compile("No such file or directory");

  @Override
  public List<String> ids() {
    return List.of(DAMAGED, OTHER, LATE);
  }

  @Override
  public List<String> shownAs() {
    return List.of("stage-1-mount-fails", "btrfs-device-missing", "filesystem-too-new");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return DeviceGone.mounted(evidence)
        .filter(entry -> !entry.mayFail() && !entry.type().equals("zfs"))
        .filter(entry -> !MissingMember.lacks(entry, evidence))
        .flatMap(entry -> refused(entry, evidence).stream())
        .toList();
  }

  private Optional<Finding> refused(FstabEntry entry, Evidence evidence) {
    Optional<Mount> mount = evidence.mount(entry).filter(one -> one.state() == Mount.State.UNREAD);
    if (mount.isEmpty()) {
      return Optional.empty();
    }
    String why = mount.get().why();
    if (entry.subvolume().isPresent() && NOTHING.matcher(why).find()) {
      return Optional.of(
          finding(
              DeviceGone.isEarly(entry, evidence) ? OTHER : LATE,
              "The subvolume that is to be mounted on "
                  + entry.file()
                  + " is not there: "
                  + entry.subvolume().get()
                  + ".",
              "The subvolume was renamed, or deleted, or the configuration names a wrong one.",
              new Mend.ByHand(
                  "Look which there are: sh(\"btrfs subvolume list /mnt\", looks=true) when its"
                      + " filesystem is mounted. Then name the right one:"
                      + " edit(\"hardware-configuration.nix\"), and rebuild()."),
              mount.get(),
              evidence));
    }
    return BROKEN.matcher(why).find()
        ? Optional.of(
            finding(
                DAMAGED,
                "The filesystem for "
                    + entry.file()
                    + " can't be mounted: it is damaged, or not"
                    + " what the fstab says.",
                "The live system's kernel refused it, though it was only to be read. The one of"
                    + " the installed system is likely to do the same.",
                new Mend.ByHand(
                    "Look at the disk's health before anything is repaired, and copy what can be"
                        + " read: explain(\"filesystem-errors\") tells how."),
                mount.get(),
                evidence))
        : Optional.empty();
  }

  private Finding finding(
      String id, String what, String meaning, Mend mend, Mount mount, Evidence evidence) {
    FstabEntry entry = mount.entry();
    boolean early = DeviceGone.isEarly(entry, evidence);
    var finding =
        new Finding(
            id,
            early ? Stage.MOUNTS : Stage.STAGE_2,
            BootImpact.FAILS,
            Certainty.LIKELY,
            what,
            List.of(
                "Mounting "
                    + entry.spec()
                    + " ("
                    + mount.device()
                    + ") for looking failed: "
                    + mount.why().strip()),
            meaning,
            mend);
    Subject subject =
        Subject.of(SubjectKind.MOUNT_POINT, List.of(entry.file()))
            .or(SubjectKind.DEVICE, List.of(SubjectNames.device(entry.spec(), evidence)));
    return heldToScreen(finding, subject, Certainty.LIKELY, evidence);
  }
}
