package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.NameReader;
import dev.thaw.boot.Reading;
import dev.thaw.boot.Stage;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.nixos.Generation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The module at which the screen stopped, by the name that was typed. What had to be corrected is
 * never sure, and what fits several is none of them until somebody looks again.
 *
 * @param event the line that says that it is loaded
 */
record NamedModule(Evidence evidence, ScreenEvent event) {

  /** What the screen shows of a kernel's own last words. */
  private static final Set<String> CRASHES = Set.of(HangingModule.CRASH, "kernel-panic-init");

  /** What is found about it. */
  Finding finding() {
    List<String> known = ModuleFindings.known(evidence);
    Reading reading = read(known);
    if (reading.toTheLetter()) {
      return of(reading);
    }
    Map<String, Generation> others = others();
    Reading other = read(List.copyOf(others.keySet()));
    if (other.toTheLetter()) {
      return ofAnother(others, other);
    }
    // A module that there is, and is not loaded by force, is not another one with a slip.
    if (isReal(reading.typed())) {
      return unknown(reading, known);
    }
    if (reading.isSeveral()) {
      return several(reading);
    }
    if (!reading.isUnknown()) {
      return of(reading);
    }
    return other.names().size() == 1 ? ofAnother(others, other) : unknown(reading, known);
  }

  private Reading read(List<String> names) {
    return NameReader.of(names).read(event.names().getFirst(), event.typed().corrected());
  }

  /** What was typed after it and is not understood; may be empty. */
  private String rest() {
    return evidence.symptom().screen().rest();
  }

  private boolean isReal(String typed) {
    return HangingModule.isNotorious(typed)
        || evidence.initrd().filter(initrd -> initrd.has(typed)).isPresent();
  }

  /** What the screen says, as it was typed, and how that is read. */
  private List<String> seen(Reading reading) {
    var seen = new ArrayList<String>();
    seen.add("The screen stopped at “" + event.line() + "”.");
    if (!reading.exact() && !reading.isUnknown()) {
      seen.add(reading.sentence());
    }
    if (!rest().isEmpty()) {
      seen.add("What was typed after it is not understood: “" + rest() + "”.");
    }
    if (isCrash()) {
      seen.add(
          "The kernel crashed after that: the module, or what it met, is at fault, and the same"
              + " kernel will do it again. An older generation may have another one.");
    }
    if (ModuleFindings.isSystemd(evidence)) {
      seen.add(
          "systemd's stage 1, which generation "
              + number()
              + " has, shows no such line: the screen may have shown another generation.");
    }
    return seen;
  }

  private int number() {
    return evidence.subject().map(Generation::number).orElse(0);
  }

  private Certainty certainty(Reading reading) {
    return reading.exact() && rest().isEmpty() && !isCrash() && !ModuleFindings.isSystemd(evidence)
        ? Certainty.SURE
        : Certainty.LIKELY;
  }

  private boolean isCrash() {
    return evidence.symptom().screen().events().stream()
        .anyMatch(event -> event.kinds().stream().anyMatch(CRASHES::contains));
  }

  private Finding of(Reading reading) {
    String module = reading.names().getFirst();
    Finding finding = ModuleFindings.of(evidence, certainty(reading), module, seen(reading));
    return isCrash()
        ? finding
            .as(
                HangingModule.CRASH,
                "The kernel crashes when stage 1 loads the module " + module + ".")
            .becoming(BootImpact.FAILS)
        : finding;
  }

  private Finding several(Reading reading) {
    var mends = new LinkedHashMap<String, Mend>();
    reading.names().forEach(name -> mends.put(name, ModuleFindings.mend(evidence, name)));
    return new Finding(
        ModuleFindings.NAME,
        Stage.MODULES,
        BootImpact.HANGS,
        Certainty.LIKELY,
        "A module hangs while stage 1 loads it: "
            + String.join(" or ", reading.names())
            + "; what was typed fits each.",
        seen(reading),
        ModuleFindings.why(evidence),
        Mend.OneOf.typed(reading.typed(), mends));
  }

  /** Modules that only another generation loads, and which that is. */
  private Map<String, Generation> others() {
    var others = new LinkedHashMap<String, Generation>();
    if (evidence.initrd().isPresent()) {
      for (Generation other : evidence.installation().generations()) {
        evidence
            .initrd(other)
            .map(Initrd::forced)
            .orElse(List.of())
            .forEach(module -> others.putIfAbsent(module, other));
      }
    }
    return others;
  }

  /** The screen names a module that only another generation loads: it was that one that hung. */
  private Finding ofAnother(Map<String, Generation> others, Reading reading) {
    Generation other = Objects.requireNonNull(others.get(reading.names().getFirst()));
    var seen = new ArrayList<String>();
    seen.add("The screen stopped at “" + event.line() + "”.");
    if (!reading.exact()) {
      seen.add(reading.sentence());
    }
    seen.add(
        "The initrd of generation "
            + other.number()
            + " loads it, that of generation "
            + number()
            + " does not; nor does the configuration list it.");
    return new Finding(
            ModuleFindings.NAME,
            Stage.MODULES,
            BootImpact.GOES_ON,
            reading.exact() ? Certainty.SURE : Certainty.LIKELY,
            "Generation %d %s at the module %s; generation %d, which starts now, does not load it."
                .formatted(
                    other.number(),
                    reading.exact() ? "hangs" : "probably hangs",
                    reading.names().getFirst(),
                    number()),
            seen,
            ModuleFindings.why(evidence),
            new Mend.Nothing(
                "The generation that starts now is without it. Generation "
                    + other.number()
                    + " stays as it is: don't choose it in the menu."))
        .naming(reading.names().getFirst());
  }

  private Finding unknown(Reading reading, List<String> known) {
    var seen = new ArrayList<String>();
    seen.add("The screen stopped at “" + event.line() + "”.");
    seen.add(
        "Neither the initrd nor the configuration says in a way that can be read that it is"
            + " loaded; they name: "
            + (known.isEmpty() ? "nothing" : String.join(", ", known))
            + ".");
    return new Finding(
            ModuleFindings.NAME,
            Stage.MODULES,
            BootImpact.HANGS,
            Certainty.POSSIBLE,
            "The module "
                + reading.typed()
                + " may hang while stage 1 loads it; nothing here loads it.",
            seen,
            ModuleFindings.why(evidence),
            new Mend.ByHand(
                "Find what brings it in: config() lists the files, config().show(\"FILE\") prints"
                    + " one, edit(\"FILE\") changes it; then rebuild(). To get through one boot"
                    + " without it, press e in the boot menu and add module_blacklist="
                    + reading.typed()
                    + "."))
        .naming(reading.typed());
  }
}
