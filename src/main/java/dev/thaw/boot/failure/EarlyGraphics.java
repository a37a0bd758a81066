package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.ForceLoaded;
import dev.thaw.boot.Stage;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.nixos.Generation;
import java.util.List;

/** A driver of graphics complains on the screen, and stage 1 loads it before it is needed. */
final class EarlyGraphics implements Failure {

  @Override
  public List<String> ids() {
    return List.of("graphics-dark");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.symptom().screen().failures().stream()
        .filter(event -> event.shows(ids()) && !event.about().isEmpty())
        .map(ScreenEvent::about)
        .distinct()
        .filter(driver ->
            ModuleFindings.known(evidence).stream()
                .anyMatch(module -> ForceLoaded.same(module, driver)))
        .map(driver -> finding(driver, evidence))
        .toList();
  }

  private Finding finding(String driver, Evidence evidence) {
    return new Finding(
            id(),
            Stage.MODULES,
            BootImpact.GOES_ON,
            Certainty.POSSIBLE,
            "The driver " + driver + " complains, and stage 1 loads it already.",
            List.of(
                "The screen shows its errors.",
                "Stage 1 of generation "
                    + evidence.subject().map(Generation::number).orElse(0)
                    + " loads "
                    + driver
                    + " by force."),
            "Loaded so early, the driver may not find its firmware files, and what goes wrong takes"
                + " the picture of all that comes after. The machine itself may well be up.",
            ModuleFindings.mend(evidence, driver))
        .naming(driver);
  }
}
