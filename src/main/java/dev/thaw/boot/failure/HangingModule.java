package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.ForceLoaded;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.Generation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A kernel module hangs while stage 1 loads it, and nothing ever ends it. */
final class HangingModule implements Failure {

  private static final String SCRIPTED = "loading module";

  /** What systemd's stage 1 shows; which module it is at, it does not say. */
  private static final List<String> SYSTEMD =
      List.of("Starting Load Kernel Modules", "A start job is running for Load Kernel Modules");

  /** What the screen shows next when all modules were loaded. */
  private static final List<String> AFTERWARDS =
      List.of(
          "running udev",
          "starting device mapper",
          "waiting for device",
          "importing root ZFS pool",
          "cannot import",
          "stage 2",
          "Passphrase for",
          "mounting",
          "Finished Load Kernel Modules",
          "Started Rule-based Manager");

  /** Modules that talk to a device as soon as they start, likeliest to hang first. */
  private static final List<String> NOTORIOUS =
      List.of(
          "vfio_pci",
          "nvidia",
          "nvidia_drm",
          "nvidia_modeset",
          "nvidia_uvm",
          "amdgpu",
          "i915",
          "xe",
          "nouveau",
          "radeon");

  @Override
  public String name() {
    return "hanging module";
  }

  @Override
  public List<Sign> signs() {
    return List.of(
        new Sign(SCRIPTED, "loading module M..."),
        new Sign(SYSTEMD.getFirst(), "Starting Load Kernel Modules..."),
        new Sign(
            SYSTEMD.getLast(), "A start job is running for Load Kernel Modules (2s / no limit)"));
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Symptom symptom = evidence.symptom();
    OptionalInt named = lastOf(symptom, List.of(SCRIPTED));
    boolean unnamed = named.isPresent() && symptom.nameAfter(named.getAsInt()).isEmpty();
    if (named.isPresent() && !unnamed) {
      return List.of(named(evidence, named.getAsInt()));
    }
    boolean loading = unnamed || lastOf(symptom, SYSTEMD).isPresent();
    if (loading || symptom.isEmpty()) {
      return notorious(evidence, loading);
    }
    // Words that are not understood prove nothing against what the disks show.
    return AFTERWARDS.stream().anyMatch(symptom::says) ? List.of() : spokenOf(evidence);
  }

  /** The screen, or the person, speaks of a module in other words than those that are known. */
  private List<Finding> spokenOf(Evidence evidence) {
    return notorious(evidence, false).stream()
        .map(finding ->
            NOTORIOUS.stream()
                .filter(module -> finding.what().contains(" " + module + " "))
                .filter(module -> module.length() > 3 && evidence.symptom().says(module))
                .findFirst()
                .map(module ->
                    finding(
                        Certainty.LIKELY,
                        module,
                        "What was typed speaks of " + module + ".",
                        evidence))
                .orElse(finding))
        .toList();
  }

  /** Where one of the phrases ends, if the screen shows nothing later than that. */
  private static OptionalInt lastOf(Symptom symptom, List<String> phrases) {
    OptionalInt place =
        phrases.stream()
            .map(symptom::last)
            .filter(OptionalInt::isPresent)
            .mapToInt(OptionalInt::getAsInt)
            .max();
    return place.isPresent() && symptom.goesOnAfter(place.getAsInt(), AFTERWARDS)
        ? OptionalInt.empty()
        : place;
  }

  /** What stage 1 loads by the initrd's own word; where it was not read, by the configuration's. */
  private static List<String> loaded(Evidence evidence) {
    return evidence
        .initrd()
        .filter(initrd -> initrd.isUnderstood() || !initrd.forced().isEmpty())
        .map(Initrd::forced)
        .orElseGet(() -> evidence.configured().stream().map(ForceLoaded::name).toList());
  }

  /** Those, and those that the configuration lists. */
  private static List<String> known(Evidence evidence) {
    var known = new LinkedHashSet<>(loaded(evidence));
    evidence.configured().forEach(module -> known.add(Initrd.plain(module.name())));
    return List.copyOf(known);
  }

  /** The screen names the module. */
  private Finding named(Evidence evidence, int place) {
    String screen = "The screen stopped at “loading module %s...”.";
    Optional<String> module = evidence.symptom().oneOf(known(evidence), place);
    if (module.isPresent()) {
      return finding(Certainty.SURE, module.get(), screen.formatted(module.get()), evidence);
    }
    Optional<Finding> other = ofAnother(evidence, place);
    if (other.isPresent()) {
      return other.get();
    }
    String typed = evidence.symptom().nameAfter(place);
    List<String> known = known(evidence);
    return new Finding(
        name(),
        Stage.MODULES,
        Course.HANGS,
        Certainty.LIKELY,
        "The module " + typed + " hangs while stage 1 loads it.",
        List.of(
            screen.formatted(typed),
            "Neither the initrd nor the configuration says in a way that can be read that it is"
                + " loaded; they name: "
                + (known.isEmpty() ? "nothing" : String.join(", ", known))
                + "."),
        WHY,
        new Mend.ByHand(
            "Find what brings it in: config() lists the files, config().show(\"FILE\") prints one,"
                + " edit(\"FILE\") changes it; then rebuild(). To get through one boot without it,"
                + " press e in the boot menu and add module_blacklist="
                + typed
                + "."));
  }

  /** The screen names a module that only another generation loads: it was that one that hung. */
  private Optional<Finding> ofAnother(Evidence evidence, int place) {
    for (Generation other : evidence.installation().generations()) {
      Optional<String> module =
          evidence
              .initrd(other)
              .flatMap(initrd -> evidence.symptom().oneOf(initrd.forced(), place));
      if (module.isPresent() && evidence.initrd().isPresent()) {
        int number = evidence.subject().map(Generation::number).orElse(0);
        return Optional.of(
            new Finding(
                name(),
                Stage.MODULES,
                Course.GOES_ON,
                Certainty.SURE,
                "Generation %d hangs at the module %s; generation %d, which starts now, does not load it."
                    .formatted(other.number(), module.get(), number),
                List.of(
                    "The screen stopped at “loading module " + module.get() + "...”.",
                    "The initrd of generation "
                        + other.number()
                        + " loads it, that of generation "
                        + number
                        + " does not; nor does the configuration list it."),
                WHY,
                new Mend.ByHand(
                    "It is mended already: leave(), then reboot(). Generation "
                        + other.number()
                        + " stays as it is; don't choose it in the menu.")));
      }
    }
    return Optional.empty();
  }

  /** The screen does not say which it is: the ones that are known to hang. */
  private List<Finding> notorious(Evidence evidence, boolean loading) {
    var findings = new ArrayList<Finding>();
    for (String module : NOTORIOUS) {
      if (loaded(evidence).stream().noneMatch(name -> ForceLoaded.same(name, module))) {
        continue;
      }
      boolean likely = loading && findings.isEmpty();
      findings.add(
          finding(
              likely ? Certainty.LIKELY : Certainty.POSSIBLE,
              module,
              loading
                  ? "The screen stopped while modules were loaded, and does not say at which."
                  : "Nothing that was seen says that it hangs; "
                      + module
                      + " is one of those that hang on some computers.",
              evidence));
    }
    return findings;
  }

  private Finding finding(Certainty certainty, String module, String seen, Evidence evidence) {
    var all = new ArrayList<>(List.of(seen));
    evidence.initrd().ifPresent(initrd -> all.add(initrd(evidence, module, initrd)));
    Optional<ForceLoaded> element =
        evidence.configured().stream()
            .filter(each -> ForceLoaded.same(each.name(), module))
            .findFirst();
    all.add(
        element
            .map(each ->
                "Line %d of %s lists it in %s: config().show(\"%s\")."
                    .formatted(each.line(), each.file(), ForceLoaded.OPTION, each.file()))
            .orElse(
                "No file of the configuration lists it in "
                    + ForceLoaded.OPTION
                    + " (any more): a rebuild leaves it out, unless something else brings it in."));
    boolean loads = loaded(evidence).stream().anyMatch(name -> ForceLoaded.same(name, module));
    return new Finding(
        name(),
        Stage.MODULES,
        loads ? Course.HANGS : Course.GOES_ON,
        certainty,
        switch (certainty) {
          case SURE -> "The module " + module + " hangs while stage 1 loads it.";
          case LIKELY -> "The module " + module + " probably hangs while stage 1 loads it.";
          case POSSIBLE -> "The module " + module + " may hang while stage 1 loads it.";
        },
        all,
        WHY,
        element
            .<Mend>map(each -> new Mend.RemoveElement(ForceLoaded.OPTION, each.name()))
            .orElseGet(() -> built(evidence)));
  }

  /** Where the configuration lists it no more: a new generation is without it, an old one stays. */
  private static Mend built(Evidence evidence) {
    boolean old = evidence.subject().filter(generation -> !generation.isCurrent()).isPresent();
    boolean others =
        evidence.installation().generations().stream()
            .filter(Generation::inBootMenu)
            .anyMatch(other -> !Optional.of(other).equals(evidence.subject()));
    return old && others
        ? new Mend.ByHand("This generation stays as it is: start another one from the menu.")
        : new Mend.Rebuild();
  }

  private static String initrd(Evidence evidence, String module, Initrd initrd) {
    String whose =
        "The initrd of generation " + evidence.subject().map(Generation::number).orElse(0);
    return initrd.forced().stream().anyMatch(name -> ForceLoaded.same(name, module))
        ? whose + " loads it, whether or not there is hardware for it."
        : whose + " does not load it: the screen may have shown another generation.";
  }

  private static final String WHY =
      "Stage 1 loads what boot.initrd.kernelModules lists one after the other, before it looks for"
          + " any disk, and waits for each without a limit. A module that waits for its device there"
          + " stops the boot for ever. Out of that list, it is loaded later, or when its hardware is"
          + " seen.";
}
