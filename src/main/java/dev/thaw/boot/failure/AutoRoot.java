package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Stage1;
import java.util.List;
import java.util.Optional;

/**
 * The entry of the boot menu lost the word that tells systemd's stage 1 to take the root from the
 * configuration: systemd looks for one by the types of partitions.
 */
final class AutoRoot implements Failure {

  private static final String ROOT = "root=";

  /** What keeps systemd from looking. */
  private static final String OFF = "systemd.gpt_auto=0";

  @Override
  public List<String> ids() {
    return List.of("gpt-auto-root");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    boolean systemd =
        evidence.initrd().map(Initrd::stage1).filter(Stage1.SYSTEMD::equals).isPresent();
    return systemd
        ? evidence.subject().flatMap(generation -> judge(generation, evidence)).stream().toList()
        : List.of();
  }

  private Optional<Finding> judge(Generation generation, Evidence evidence) {
    Optional<String> own =
        generation.kernelParams().stream().filter(word -> word.startsWith(ROOT)).findFirst();
    return evidence
        .installation()
        .entry(generation)
        .filter(_ -> own.isPresent())
        .filter(listed -> listed.entry().options().stream().noneMatch(AutoRoot::isSaid))
        .map(listed -> finding(listed, own.orElseThrow(), evidence));
  }

  private static boolean isSaid(String word) {
    return word.startsWith(ROOT) || word.equals(OFF);
  }

  private Finding finding(Installation.Listed listed, String own, Evidence evidence) {
    return new Finding(
        id(),
        Stage.DEVICES,
        BootImpact.FAILS,
        isOnScreen(evidence.symptom()) ? Certainty.SURE : Certainty.LIKELY,
        "The boot entry does not say " + own + ": systemd looks for a root by itself.",
        List.of(
            "The options of " + listed.entry().file() + " have no word " + ROOT + "….",
            "The system's own kernel parameters have " + own + ": generations()."),
        "Without that word systemd's stage 1 waits for a partition of the type root on the disk"
            + " that it was started from. Most NixOS disks have none.",
        new Mend.Rebuild());
  }
}
