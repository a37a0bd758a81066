package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Subject;
import dev.thaw.boot.SubjectKind;
import dev.thaw.boot.initrd.Initrd;
import java.util.List;
import java.util.Optional;

/** Stage 1 is told to load a module that its initrd does not hold; the boot goes on without it. */
final class AbsentModule implements Failure {

  @Override
  public List<String> ids() {
    return List.of("module-not-found");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return isOnScreen(evidence.symptom())
        ? absent(evidence).stream().map(module -> finding(module, evidence)).toList()
        : List.of();
  }

  /** What the initrd loads by force and does not hold. */
  static List<String> absent(Evidence evidence) {
    // One without any module has them all built into its kernel.
    Optional<Initrd> initrd =
        evidence.initrd().filter(Initrd::isUnderstood).filter(one -> !one.modules().isEmpty());
    return initrd.stream()
        .flatMap(one -> one.forced().stream().filter(module -> !one.has(module)))
        .toList();
  }

  private Finding finding(String module, Evidence evidence) {
    var finding =
        new Finding(
            id(),
            Stage.MODULES,
            BootImpact.GOES_ON,
            Certainty.LIKELY,
            "Stage 1 is told to load the module " + module + ", which its initrd does not hold.",
            List.of(
                "The initrd lists "
                    + module
                    + " among what it loads, and has no "
                    + module
                    + ".ko."),
            "A name that the kernel has no module of, or not any more, is left out of the initrd."
                + " Stage 1 says so and goes on; what needs the module fails later.",
            ModuleFindings.mend(evidence, module));
    return Subject.of(SubjectKind.MODULE, List.of(module)).judge(finding, Certainty.SURE, evidence);
  }
}
