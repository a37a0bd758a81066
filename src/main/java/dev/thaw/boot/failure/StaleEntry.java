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
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The boot menu lists systems that garbage collection took. */
final class StaleEntry implements Failure {

  @Override
  public List<String> ids() {
    return List.of("menu-stale-entry");
  }

  @Override
  public List<String> shownAs() {
    return List.of("system-gone");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.surroundings().systems().stream()
        .flatMap(systems -> judge(evidence, systems).stream())
        .toList();
  }

  private Optional<Finding> judge(Evidence evidence, Set<String> systems) {
    List<LoaderEntry> stale =
        evidence.installation().bootPartition().map(BootPartition::tree).stream()
            .flatMap(tree -> tree.entries().stream())
            .filter(entry -> isStale(entry, systems))
            .toList();
    if (stale.isEmpty()) {
      return Optional.empty();
    }
    var finding =
        new Finding(
            id(),
            Stage.MENU,
            BootImpact.GOES_ON,
            Certainty.POSSIBLE,
            "The boot menu lists systems that are not in the store any more; who chooses one gets"
                + " stuck.",
            List.of(
                "Their init= is not there: "
                    + String.join(", ", stale.stream().map(LoaderEntry::file).toList())
                    + "."),
            "Garbage collection removes a generation from the store, but only the next rebuild"
                + " removes it from the menu.",
            new Mend.Rebuild());
    List<String> gone = stale.stream().map(LoaderEntry::toplevel).toList();
    return Optional.of(
        heldToScreen(finding, Subject.of(SubjectKind.SYSTEM, gone), Certainty.LIKELY, evidence));
  }

  /** Another installation's entries have another store: only what looks like this one's counts. */
  private static boolean isStale(LoaderEntry entry, Set<String> systems) {
    return entry.toplevel().startsWith("/nix/store/") && !systems.contains(entry.toplevel());
  }
}
