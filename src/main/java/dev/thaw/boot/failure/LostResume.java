package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Stage1;
import dev.thaw.nixos.edit.NixEdit;
import java.util.List;
import java.util.Optional;

/** The kernel is told to resume from a device that is not there. */
final class LostResume implements Failure {

  private static final String OPTION = "boot.resumeDevice";

  @Override
  public String name() {
    return "lost resume device";
  }

  @Override
  public List<Sign> signs() {
    return List.of(
        new Sign("Resume from hibernation", "Starting Resume from hibernation using device D..."),
        new Sign("Unable to resume from device", "Unable to resume from device 'D'"));
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
    boolean said =
        Catalogue.isOnScreen(this, evidence.symptom()) || DeviceGone.isOnScreen(evidence.symptom());
    boolean locked = evidence.surroundings().hasLocked();
    boolean systemd = generation.stage1() == Stage1.SYSTEMD;
    return new Finding(
        name(),
        Stage.DEVICES,
        systemd ? Course.HANGS : Course.GOES_ON,
        locked
            ? Certainty.POSSIBLE
            : said ? Certainty.SURE : systemd ? Certainty.LIKELY : Certainty.POSSIBLE,
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
        "A hibernated system lies in swap space, and resume= says in which. systemd's stage 1 waits"
            + " for it, the scripted one goes on without. For one boot, press e in the menu and"
            + " change it to noresume.",
        isSet(evidence)
            ? new Mend.UnsetOption(OPTION)
            : new Mend.ByHand(
                "Find what sets it: "
                    + OPTION
                    + ", boot.kernelParams or the swapDevices of the configuration (config()); take"
                    + " it out with edit(\"FILE\"), then rebuild()."));
  }

  private static boolean isSet(Evidence evidence) {
    return evidence.installation().configuration().files().stream()
        .filter(file -> file.path().endsWith(".nix"))
        .anyMatch(file -> !NixEdit.find(file.text(), OPTION).isEmpty());
  }
}
