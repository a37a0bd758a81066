package dev.thaw.boot.diagnosis;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.EvidenceCollector;
import dev.thaw.boot.Finding;
import dev.thaw.boot.InitrdCache;
import dev.thaw.boot.JudgedSystem;
import dev.thaw.boot.ScreenReport;
import dev.thaw.boot.Subject;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.failure.Catalogue;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.ListWithNotes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a machine that does not come up, and says why. */
public final class Diagnosing {

  private Diagnosing() {}

  /**
   * Looks at the machine, changing nothing.
   *
   * @param interaction is told how far it is
   * @param root where an installation may be mounted; else all on the disks are looked at
   * @param initrds those that were read before
   * @param symptom the last lines on the screen
   */
  public static Diagnosis look(
      Machine machine,
      UserInteraction interaction,
      String root,
      InitrdCache initrds,
      Symptom symptom) {
    ListWithNotes<Evidence> evidence =
        EvidenceCollector.all(machine, interaction, root, initrds, symptom);
    return judge(evidence, symptom, evidence.notes());
  }

  /**
   * The way up of a generation of the mounted installation, or of the only one there is.
   *
   * @param initrds those that were read before
   * @param number the generation's; 0 for the one that starts when nobody chooses
   * @param variant which specialisation of it; empty for itself
   * @throws Trouble.Refused if there is no such generation, or not exactly one installation
   */
  public static BootChain chain(
      Machine machine,
      UserInteraction interaction,
      String root,
      InitrdCache initrds,
      int number,
      String variant) {
    ListWithNotes<Evidence> found =
        EvidenceCollector.one(machine, interaction, root, initrds, number, variant);
    if (found.size() != 1) {
      throw new Trouble.Undecided(
          found.isEmpty()
              ? "No NixOS installation was found on this machine."
              : "There are " + found.size() + " NixOS installations on this machine.",
          found.isEmpty()
              ? String.join(" ", found.notes())
              : "mountAll(install=1) first, with the number that installs() gives.");
    }
    Evidence evidence = found.getFirst();
    if (number == 0) {
      return BootChains.of(evidence);
    }
    Installation installation = evidence.installation();
    Generation generation =
        installation
            .generation(number)
            .orElseThrow(() -> EvidenceCollector.noSuch(number, installation));
    Generation one =
        EvidenceCollector.variant(generation, variant)
            .orElseThrow(() ->
                new Trouble.Rejected(
                    "Generation %d has no specialisation %s.".formatted(number, variant),
                    generation.variants().isEmpty()
                        ? "It has none."
                        : "It has: %s."
                            .formatted(
                                String.join(
                                    ", ",
                                    generation.variants().stream()
                                        .map(Generation::variant)
                                        .toList()))));
    return BootChains.of(evidence.about(one));
  }

  /**
   * Judges what was read.
   *
   * @param evidence of each installation
   * @param said what reading it had to say, in sentences
   */
  public static Diagnosis judge(List<Evidence> evidence, Symptom symptom, List<String> said) {
    List<Finding> findings = Catalogue.judge(evidence, symptom);
    var notes = new ArrayList<>(said);
    if (evidence.isEmpty()) {
      notes.add(
          "No NixOS installation was found, so nothing could be judged: disks() and pools() show"
              + " what is there, unlock() opens what is encrypted.");
      return new Diagnosis(
          ScreenReport.of(symptom),
          findings,
          List.of(),
          notes,
          List.of(),
          0,
          List.of(),
          NotLookedAt.of(evidence));
    }
    if (findings.isEmpty()) {
      notes.addAll(Catalogue.whereToLook(symptom));
    } else if (symptom.isEmpty()) {
      notes.add(
          "The last lines on the screen make it surer: diagnose(symptom=\"loading module M...\").");
    }
    unknown(evidence).stream()
        .filter(one -> findings.stream().noneMatch(finding -> finding.evidence().contains(one)))
        .forEach(notes::add);
    evidence.stream()
        .flatMap(one -> EvidenceCollector.startable(one).stream())
        .flatMap(generation -> unjudged(generation).stream())
        .forEach(notes::add);
    List<BootChain> chains = evidence.stream().flatMap(Diagnosing::chains).toList();
    List<JudgedSystem> systems =
        evidence.stream()
            .map(one -> JudgedSystem.of(one.installation(), RollbackTargets.of(one)))
            .toList();
    return new Diagnosis(
        ScreenReport.of(symptom),
        findings,
        chains,
        notes,
        systems,
        failing(evidence),
        evidence.stream().flatMap(one -> BootStory.of(one, evidence.size() > 1)).toList(),
        NotLookedAt.of(evidence));
  }

  /** What the screen names, and no installation knows. */
  private static List<String> unknown(List<Evidence> evidence) {
    List<String> unknown = Subject.unknown(evidence.getFirst());
    return unknown.stream()
        .filter(one -> evidence.stream().allMatch(each -> Subject.unknown(each).contains(one)))
        .toList();
  }

  private static int failing(List<Evidence> evidence) {
    if (evidence.size() == 1) {
      return 1;
    }
    List<String> identities = evidence.stream().map(one -> one.installation().identity()).toList();
    return Catalogue.failing(evidence).map(identities::indexOf).orElse(-1) + 1;
  }

  /** Those of all generations that can be started, newest first. */
  private static Stream<BootChain> chains(Evidence evidence) {
    return EvidenceCollector.startable(evidence).stream()
        .sorted(Comparator.comparingInt(one -> place(one, evidence)))
        .map(generation ->
            BootChains.of(isSubject(generation, evidence) ? evidence : evidence.about(generation)));
  }

  /** Where a generation stands among all; a variant behind it, by its name. */
  private static int place(Generation one, Evidence evidence) {
    List<Generation> all = evidence.installation().generations();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).equals(one) || all.get(i).variants().contains(one)) {
        return i;
      }
    }
    return all.size();
  }

  /** Those of its specialisations of which nothing could be read. */
  private static Optional<String> unjudged(Generation generation) {
    List<String> names =
        generation.specialisations().stream()
            .filter(name -> EvidenceCollector.variant(generation, name).isEmpty())
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Generation "
                + generation.number()
                + " has specialisations that could not be read, so that they are not judged: "
                + String.join(", ", names)
                + ".");
  }

  private static boolean isSubject(Generation generation, Evidence evidence) {
    return evidence.subject().filter(generation::equals).isPresent();
  }
}
