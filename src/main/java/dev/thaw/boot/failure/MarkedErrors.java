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
import dev.thaw.nixos.Stage1;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.ErrorMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filesystem that says of itself that it has errors. It is checked as a whole on the way up; what
 * that check may not put right by itself ends the boot, and only the check can tell which it is.
 */
final class MarkedErrors implements Failure {

  private static final String ID = "filesystem-errors";

  @Override
  public List<String> ids() {
    return List.of(ID);
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return DeviceGone.mounted(evidence)
        .filter(entry -> !entry.mayFail() && isChecked(entry, evidence))
        .flatMap(entry -> marked(entry, evidence).stream())
        .toList();
  }

  /**
   * The shell script's stage 1 checks whatever it mounts; systemd goes by the fstab's last field.
   */
  private static boolean isChecked(FstabEntry entry, Evidence evidence) {
    boolean scripted = evidence.initrd().filter(i -> i.stage1() == Stage1.SCRIPTED).isPresent();
    return entry.pass() != 0 || scripted && DeviceGone.isEarly(entry, evidence);
  }

  private Optional<Finding> marked(FstabEntry entry, Evidence evidence) {
    Optional<BlockDevice> device = evidence.device(entry.spec());
    return device.flatMap(on ->
        evidence.surroundings().health().marks().stream()
            .filter(mark -> on.isNamed("/dev/" + mark.device()))
            .findFirst()
            .map(mark -> finding(entry, on, mark, evidence)));
  }

  private Finding finding(FstabEntry entry, BlockDevice device, ErrorMark mark, Evidence evidence) {
    boolean early = DeviceGone.isEarly(entry, evidence);
    var seen = new ArrayList<String>();
    seen.add("Its superblock says “clean with errors”: dumpe2fs -h " + device.path() + ".");
    if (mark.errors() > 0) {
      seen.add(
          "The kernel has noted "
              + (mark.errors() == 1 ? "an error" : mark.errors() + " errors")
              + " there since it was checked last.");
    }
    var finding =
        new Finding(
            ID,
            early ? Stage.MOUNTS : Stage.STAGE_2,
            BootImpact.FAILS,
            Certainty.POSSIBLE,
            "The filesystem for "
                + entry.file()
                + " ("
                + device.path()
                + ") is marked as having errors: the check on the way up may not put them right.",
            seen,
            "A filesystem with that mark is checked as a whole before it is mounted. What can be"
                + " mended without losing anything is mended, and the boot goes on; anything more"
                + " ends it, for a person has to decide.",
            new Mend.ByHand(
                "Look at the disk's health first, and copy what matters. Then leave(), and check it"
                    + " before the machine does: explain(\"filesystem-errors\") tells how."));
    Subject subject =
        Subject.of(
                SubjectKind.DEVICE,
                List.of(SubjectNames.device(entry.spec(), evidence), device.path()))
            .or(SubjectKind.MOUNT_POINT, List.of(entry.file()));
    return heldToScreen(finding, subject, Certainty.LIKELY, evidence);
  }
}
