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
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.Stage1;
import java.util.List;
import java.util.Optional;

/**
 * A folder that the script of stage 1 is to show in another place is not there. systemd's makes it.
 */
final class BindSource implements Failure {

  @Override
  public List<String> ids() {
    return List.of("bind-source-missing");
  }

  @Override
  public List<String> shownAs() {
    return List.of("stage-1-mount-fails");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    boolean scripted = evidence.initrd().filter(i -> i.stage1() == Stage1.SCRIPTED).isPresent();
    return scripted
        ? evidence.earlyMounts().stream()
            .filter(entry -> entry.kind() == DeviceKind.BIND && !entry.mayFail())
            .filter(entry -> isMissing(entry, evidence))
            .map(entry -> finding(entry, evidence))
            .toList()
        : List.of();
  }

  /** Whether it was looked for, on filesystems that could be read. */
  private static boolean isMissing(FstabEntry entry, Evidence evidence) {
    return evidence.mount(entry).filter(m -> m.state() == Mount.State.MISSING).isPresent()
        && holder(entry, evidence).filter(m -> m.state() == Mount.State.FOUND).isPresent();
  }

  /** The line of the fstab that mounts what the folder lies on. */
  private static Optional<Mount> holder(FstabEntry entry, Evidence evidence) {
    return evidence.installation().mounts().stream()
        .filter(mount -> mount.entry().kind() != DeviceKind.BIND)
        .filter(mount -> isBelow(entry.spec(), mount.entry().file()))
        .reduce((one, other) ->
            one.entry().file().length() >= other.entry().file().length() ? one : other);
  }

  private static boolean isBelow(String path, String folder) {
    return folder.equals("/") || path.equals(folder) || path.startsWith(folder + "/");
  }

  private Finding finding(FstabEntry entry, Evidence evidence) {
    var finding =
        new Finding(
            id(),
            Stage.MOUNTS,
            BootImpact.FAILS,
            Certainty.LIKELY,
            "The folder "
                + entry.spec()
                + ", which stage 1 shows at "
                + entry.file()
                + ", is not there.",
            List.of(
                "Stage 1 binds " + entry.spec() + " to " + entry.file() + "; installs() shows it.",
                holder(entry, evidence)
                    .map(mount -> "On " + mount.device() + " there is no such folder.")
                    .orElse("There is no such folder.")),
            "The script of stage 1 waits twenty seconds for what is to be bound somewhere, and then"
                + " fails: nothing makes it so early.",
            new Mend.MakeFolder(entry.spec()));
    Subject subject =
        Subject.of(SubjectKind.DEVICE, List.of(entry.spec()))
            .or(SubjectKind.MOUNT_POINT, List.of(entry.spec(), entry.file()));
    return heldToScreen(finding, subject, Certainty.LIKELY, evidence);
  }
}
