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
import dev.thaw.nixos.loader.LoaderEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The boot menu lists systems that garbage collection took. */
final class StaleEntry implements Failure {

  private static final String WHY =
      "Garbage collection removes a generation from the store, but only the next rebuild removes it"
          + " from the menu.";

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
        evidence.installation().bootTree().systems().stream()
            .filter(entry -> isStale(entry, systems))
            .toList();
    if (stale.isEmpty()) {
      return Optional.empty();
    }
    List<LoaderEntry> started =
        evidence.installation().bootTree().byDefault().stream()
            .filter(stale::contains)
            // Of a generation that is not whole, that is what is to be said.
            .filter(entry ->
                evidence.installation().generations().stream()
                    .noneMatch(one -> one.toplevel().equals(entry.toplevel())))
            .toList();
    if (!started.isEmpty()) {
      return Optional.of(started(started.getFirst(), evidence));
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
                    + String.join(", ", stale.stream().map(StaleEntry::name).distinct().toList())
                    + "."),
            WHY,
            new Mend.Rebuild());
    List<String> gone = stale.stream().map(LoaderEntry::toplevel).toList();
    return Optional.of(
        heldToScreen(finding, Subject.of(SubjectKind.SYSTEM, gone), Certainty.LIKELY, evidence));
  }

  /** The default among them: then nobody has to choose one to get stuck. */
  private Finding started(LoaderEntry entry, Evidence evidence) {
    Optional<Generation> current =
        evidence.installation().current().filter(Generation::closureExists);
    var finding =
        new Finding(
            id(),
            Stage.STAGE_2,
            BootImpact.FAILS,
            Certainty.SURE,
            "The boot menu starts a system by default that is not in the store any more.",
            List.of(
                name(entry) + " is the menu's default: bootPartition().",
                "Its init= is not there: " + entry.toplevel() + "/init."),
            WHY,
            current.<Mend>map(one -> new Mend.Rollback(one.number())).orElse(new Mend.Rebuild()));
    Subject subject = Subject.of(SubjectKind.SYSTEM, List.of(entry.toplevel()));
    return heldToScreen(finding, subject, Certainty.SURE, evidence);
  }

  /** Where a menu is one text, an entry has no file of its own. */
  private static String name(LoaderEntry entry) {
    return entry.file().isEmpty() ? "“" + entry.title() + "”" : entry.file();
  }

  /** Another installation's entries have another store: only what looks like this one's counts. */
  private static boolean isStale(LoaderEntry entry, Set<String> systems) {
    return entry.toplevel().startsWith("/nix/store/") && !systems.contains(entry.toplevel());
  }
}
