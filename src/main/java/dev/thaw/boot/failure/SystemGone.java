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
import dev.thaw.nixos.Generation;
import java.util.List;
import java.util.Optional;

/** The system that is to be started is not in the store any more. */
final class SystemGone implements Failure {

  @Override
  public List<String> ids() {
    return List.of("system-gone");
  }

  @Override
  public List<String> shownAs() {
    return List.of("menu-stale-entry");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.subject().filter(generation -> !generation.closureExists()).stream()
        .map(generation -> finding(generation, evidence))
        .toList();
  }

  private Finding finding(Generation generation, Evidence evidence) {
    Optional<Generation> other =
        evidence.installation().generations().stream()
            .filter(each -> each.closureExists() && each.isMain())
            .findFirst();
    var finding =
        new Finding(
            id(),
            Stage.STAGE_2,
            BootImpact.FAILS,
            Certainty.SURE,
            "Generation "
                + generation.number()
                + " is not whole: parts of it are not in the store.",
            List.of(
                "One of "
                    + generation.toplevel()
                    + "/{init,kernel,initrd} is missing: generations().",
                other
                    .map(each -> "Generation " + each.number() + " is whole.")
                    .orElse("No generation is whole.")),
            "Stage 1 ends by starting init= of the boot entry. Garbage collection, a power cut or a"
                + " full disk can have taken it from the store.",
            other.<Mend>map(each -> new Mend.Rollback(each.number())).orElse(new Mend.Rebuild()));
    return heldToScreen(
        finding,
        Subject.of(SubjectKind.SYSTEM, List.of(generation.toplevel())),
        Certainty.SURE,
        evidence);
  }
}
