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
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Stage1;
import java.util.List;
import java.util.Optional;

/** The kernel is told to resume from a device that is not there. */
final class LostResume implements Failure {

  private static final String OPTION = "boot.resumeDevice";
  private static final String PARAMS = "boot.kernelParams";

  @Override
  public List<String> ids() {
    return List.of("resume-device");
  }

  @Override
  public List<String> shownAs() {
    return List.of("device-gone");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    if (!evidence.surroundings().known()) {
      return List.of();
    }
    return evidence.subject().stream()
        .flatMap(generation ->
            device(generation)
                .filter(device -> evidence.device(device).isEmpty())
                .map(device -> finding(device, generation, evidence))
                .stream())
        .toList();
  }

  private static Optional<String> device(Generation generation) {
    return generation.kernelParams().stream()
        .filter(param -> param.startsWith("resume=") && param.length() > "resume=".length())
        .map(param -> param.substring("resume=".length()))
        .reduce((earlier, later) -> later);
  }

  private Finding finding(String device, Generation generation, Evidence evidence) {
    boolean said = isOnScreen(evidence.symptom());
    boolean locked = evidence.surroundings().hasLocked();
    boolean systemd = generation.stage1() == Stage1.SYSTEMD;
    var finding =
        new Finding(
            id(),
            Stage.DEVICES,
            systemd ? BootImpact.HANGS : BootImpact.GOES_ON,
            systemd && !locked ? Certainty.LIKELY : Certainty.POSSIBLE,
            "The kernel is told to resume from " + device + ", which is not there.",
            List.of(
                "Generation "
                    + generation.number()
                    + " has the kernel parameter resume="
                    + device
                    + ": generations().",
                "No device is "
                    + device
                    + " now: disks()."
                    + (locked
                        ? " A LUKS container is locked, and it may be in there: unlock() first."
                        : "")),
            "A hibernated system lies in swap space, and resume= says in which. systemd's stage 1"
                + " waits for it, the scripted one goes on without. For one boot, press e in the"
                + " menu and change it to noresume.",
            mend(device, evidence));
    return said
        ? Subject.of(SubjectKind.DEVICE, List.of(SubjectNames.device(device, evidence)))
            .judge(finding, locked ? Certainty.POSSIBLE : Certainty.SURE, evidence)
        : finding;
  }

  /** Taken out where it is set; where that can't be seen, the kernel is told not to resume. */
  private static Mend mend(String device, Evidence evidence) {
    boolean gone =
        evidence
            .installation()
            .current()
            .filter(current -> !Optional.of(current).equals(evidence.subject()))
            .filter(current -> device(current).filter(device::equals).isEmpty())
            .isPresent();
    if (gone) {
      return new Mend.Rebuild();
    }
    if (!Settings.values(evidence, OPTION).isEmpty()) {
      return new Mend.UnsetOption(OPTION);
    }
    String element = "resume=" + device;
    return Settings.lists(evidence, PARAMS, element)
        ? new Mend.RemoveElement(PARAMS, element)
        : new Mend.AddElement(PARAMS, "noresume");
  }
}
