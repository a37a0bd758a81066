package dev.thaw.boot;

import dev.thaw.boot.failure.Catalogue;
import dev.thaw.machine.Machine;
import dev.thaw.machine.Person;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.Listing;
import java.util.ArrayList;
import java.util.List;

/** Looks at a machine that does not come up, and says why. */
public final class Diagnosing {

  private Diagnosing() {}

  /**
   * Looks at the machine, changing nothing.
   *
   * @param person is told how far it is
   * @param root where an installation may be mounted; else all on the disks are looked at
   * @param symptom the last lines on the screen
   */
  public static Diagnosis look(Machine machine, Person person, String root, Symptom symptom) {
    Listing<Evidence> evidence = Looking.look(machine, person, root, symptom, 0);
    return judge(evidence, symptom, evidence.notes());
  }

  /**
   * The way up of a generation of the mounted installation, or of the only one there is.
   *
   * @param number the generation's; 0 for the one that starts when nobody chooses
   * @throws Trouble.NotNow if there is no such generation, or not exactly one installation
   */
  public static BootChain chain(Machine machine, Person person, String root, int number) {
    Listing<Evidence> found = Looking.look(machine, person, root, Symptom.NONE, number);
    if (found.size() != 1) {
      throw new Trouble.NotNow(
          found.isEmpty()
              ? "No NixOS installation was found on this machine."
              : "There are " + found.size() + " NixOS installations on this machine.",
          found.isEmpty()
              ? String.join(" ", found.notes())
              : "mountAll(install=1) first, with the number that installs() gives.");
    }
    Evidence evidence = found.getFirst();
    if (number == 0) {
      return BootChain.of(evidence);
    }
    Installation installation = evidence.installation();
    Generation generation =
        installation.generation(number).orElseThrow(() -> Looking.noSuch(number, installation));
    return BootChain.of(evidence.about(generation));
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
      return new Diagnosis(findings, notes);
    }
    evidence.forEach(each -> forecast(each, notes));
    if (findings.isEmpty()) {
      notes.addAll(Catalogue.whereToLook(symptom));
    } else if (symptom.isEmpty()) {
      notes.add(
          "The last lines on the screen make it surer: diagnose(symptom=\"loading module M...\").");
    }
    return new Diagnosis(findings, notes);
  }

  /** What becomes of the default, and of the other generations whose initrd was read. */
  private static void forecast(Evidence evidence, List<String> notes) {
    Installation installation = evidence.installation();
    for (Generation generation : installation.generations()) {
      boolean subject = evidence.subject().filter(generation::equals).isPresent();
      boolean choice = generation.closureExists() && generation.inBootMenu();
      if (subject || choice && evidence.initrd(generation).isPresent()) {
        BootChain chain = BootChain.of(subject ? evidence : evidence.about(generation));
        notes.add(
            "Generation "
                + generation.number()
                + (generation.isDefault() ? ", the menu's default: " : ": ")
                + chain.forecast().sentence()
                + (!subject && chain.forecast() instanceof Forecast.Boots
                    ? " rollback(" + generation.number() + ") makes it the default; no rebuild."
                    : ""));
      }
    }
  }
}
