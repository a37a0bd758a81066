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
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.FilesystemKind;
import java.util.List;
import java.util.Set;

/** The device that the fstab names is there, and holds another kind of filesystem. */
final class OtherFilesystem implements Failure {

  private static final String EARLY = "stage-1-mount-fails";

  private static final String LATE = "stage-2-mount-fails";

  /** Kinds of lines whose device holds what is mounted. */
  private static final Set<DeviceKind> DEVICES =
      Set.of(
          DeviceKind.DEVICE,
          DeviceKind.UUID,
          DeviceKind.LABEL,
          DeviceKind.PARTUUID,
          DeviceKind.PARTLABEL,
          DeviceKind.ID);

  @Override
  public List<String> ids() {
    return List.of(LATE, EARLY);
  }

  @Override
  public List<String> shownAs() {
    return List.of("filesystem-type-unknown", "filesystem-errors");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return DeviceGone.mounted(evidence)
        .filter(entry -> DEVICES.contains(entry.kind()) && !entry.isSwap() && !entry.mayFail())
        .flatMap(entry ->
            evidence
                .device(entry.spec())
                .filter(device -> FilesystemKind.isAnother(device.fsType(), entry.type()))
                .map(device -> finding(entry, device, evidence))
                .stream())
        .toList();
  }

  private Finding finding(FstabEntry entry, BlockDevice device, Evidence evidence) {
    boolean early = DeviceGone.isEarly(entry, evidence);
    // What is only a layer below a filesystem has to be opened, and can't be mounted as it is.
    boolean layer = FilesystemKind.isLayer(device.fsType());
    String option = "fileSystems.\"" + entry.file() + "\".fsType";
    var finding =
        new Finding(
            early ? EARLY : LATE,
            early ? Stage.MOUNTS : Stage.STAGE_2,
            BootImpact.FAILS,
            layer ? Certainty.LIKELY : Certainty.SURE,
            "What is to be mounted on "
                + entry.file()
                + " as "
                + entry.type()
                + " holds "
                + device.fsType()
                + ".",
            List.of(
                "The fstab mounts "
                    + entry.spec()
                    + " on "
                    + entry.file()
                    + " as "
                    + entry.type()
                    + ".",
                "It is " + device.path() + ", and blkid finds " + device.fsType() + ": disks()."),
            "A filesystem is mounted by the driver of the kind that the configuration says. Another"
                + " kind is refused, and without nofail the boot ends in emergency mode.",
            layer || !entry.file().matches("[^\"\\\\$]+")
                ? new Mend.ByHand(
                    "Look what it is with disks(), and name the right device:"
                        + " edit(\"hardware-configuration.nix\"), then rebuild().")
                : new Mend.SetOption(option, "\"" + device.fsType() + "\""));
    Subject subject =
        Subject.of(SubjectKind.MOUNT_POINT, List.of(entry.file()))
            .or(SubjectKind.DEVICE, List.of(SubjectNames.device(entry.spec(), evidence)));
    return heldToScreen(finding, subject, finding.certainty(), evidence);
  }
}
