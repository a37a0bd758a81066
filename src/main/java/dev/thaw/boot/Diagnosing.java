package dev.thaw.boot;

import dev.thaw.boot.failure.Catalogue;
import dev.thaw.machine.Machine;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Survey;
import dev.thaw.storage.Listing;
import java.util.ArrayList;
import java.util.List;

/** Looks at a machine that does not come up, and says why. */
public final class Diagnosing {

  private Diagnosing() {}

  /**
   * Looks at the machine, changing nothing.
   *
   * @param root where an installation may be mounted; else all on the disks are looked at
   * @param symptom the last lines on the screen
   */
  public static Diagnosis look(Machine machine, String root, Symptom symptom) {
    Listing<Installation> found = Survey.look(machine, root);
    var evidence = found.stream().map(each -> Evidence.of(each, symptom)).toList();
    return judge(evidence, symptom, found.notes());
  }

  /**
   * Judges what was read.
   *
   * @param evidence of each installation
   * @param said what reading it had to say, in sentences
   */
  public static Diagnosis judge(List<Evidence> evidence, Symptom symptom, List<String> said) {
    List<Finding> findings = Catalogue.judge(evidence);
    var notes = new ArrayList<>(said);
    if (evidence.isEmpty()) {
      notes.add(
          "No NixOS installation was found, so nothing could be judged: disks() and pools() show what"
              + " is there, unlock() opens what is encrypted.");
    } else if (findings.isEmpty()) {
      notes.addAll(Catalogue.whereToLook(symptom));
    } else if (symptom.isEmpty()) {
      notes.add(
          "The last lines on the screen make it surer: diagnose(symptom=\"loading module M...\").");
    }
    return new Diagnosis(findings, notes);
  }
}
