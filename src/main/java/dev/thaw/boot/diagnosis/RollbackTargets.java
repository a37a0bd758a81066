package dev.thaw.boot.diagnosis;

import dev.thaw.boot.Evidence;
import dev.thaw.boot.Stage;
import dev.thaw.boot.failure.Catalogue;
import dev.thaw.nixos.Generation;
import java.util.List;

/** Which generations an installation can be taken back to. */
final class RollbackTargets {

  private RollbackTargets() {}

  /**
   * The numbers of those that are whole, neither what starts now nor what was built last, and that
   * would not stop at the same place, newest first.
   */
  static List<Integer> of(Evidence evidence) {
    return evidence.installation().generations().stream()
        .filter(generation -> generation.isMain() && generation.closureExists())
        // Where a variant of it starts, it is another thing to start.
        .filter(generation -> isVariantDefault(generation) || !isNowOrLast(generation))
        .filter(generation -> !evidence.subject().filter(generation::equals).isPresent())
        .filter(generation -> !failsAlike(generation, evidence))
        .map(Generation::number)
        .sorted((one, other) -> Integer.compare(other, one))
        .toList();
  }

  private static boolean isNowOrLast(Generation generation) {
    return generation.isDefault() || generation.isCurrent();
  }

  private static boolean isVariantDefault(Generation generation) {
    return generation.variants().stream().anyMatch(Generation::isDefault);
  }

  /**
   * Whether it would show the same screen: judged as if the screen were its own. What the menu and
   * the boot partition lack is written anew when it becomes the default.
   */
  private static boolean failsAlike(Generation generation, Evidence evidence) {
    return Catalogue.judge(evidence.asIf(generation)).stream()
        .anyMatch(finding -> finding.stage().compareTo(Stage.MODULES) >= 0 && finding.stops());
  }
}
