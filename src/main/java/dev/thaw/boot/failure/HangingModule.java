package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.ForceLoaded;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Symptom;
import java.util.ArrayList;
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
          "radeon",
          "vfio_iommu_type1",
          "vfio_virqfd",
          "vfio");

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
    if (named.isPresent()) {
      return List.of(named(evidence, named.getAsInt()));
    }
    boolean loading = lastOf(symptom, SYSTEMD).isPresent();
    return loading || symptom.isEmpty() ? notorious(evidence, loading) : List.of();
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

  private static List<String> names(Evidence evidence) {
    return evidence.configured().stream().map(ForceLoaded::name).toList();
  }

  /** The screen names the module. */
  private Finding named(Evidence evidence, int place) {
    String screen = "The screen stopped at “loading module %s...”.";
    Optional<String> module = evidence.symptom().oneOf(names(evidence), place);
    if (module.isPresent()) {
      ForceLoaded element = element(evidence, module.get()).orElseThrow();
      return finding(Certainty.SURE, element, List.of(screen.formatted(module.get())));
    }
    String typed = evidence.symptom().nameAfter(place);
    return new Finding(
        name(),
        Certainty.LIKELY,
        typed.isEmpty()
            ? "A module hangs while stage 1 loads it."
            : "The module " + typed + " hangs while stage 1 loads it.",
        List.of(
            screen.formatted(typed),
            "No file of the configuration lists "
                + (typed.isEmpty() ? "any" : "it")
                + " in "
                + ForceLoaded.OPTION
                + " in a way that can be read; it lists: "
                + (names(evidence).isEmpty() ? "nothing" : String.join(", ", names(evidence)))
                + "."),
        why(),
        new Mend.ByHand(
            "Find what brings it in: config() lists the files, config().show(\"FILE\") prints one,"
                + " edit(\"FILE\") changes it; then rebuild(). To get through one boot without it,"
                + " press e in the boot menu and add module_blacklist="
                + (typed.isEmpty() ? "MODULE" : typed)
                + "."));
  }

  private static Optional<ForceLoaded> element(Evidence evidence, String module) {
    return evidence.configured().stream()
        .filter(element -> ForceLoaded.same(element.name(), module))
        .findFirst();
  }

  /** The screen does not say which it is: the ones that are known to hang. */
  private List<Finding> notorious(Evidence evidence, boolean loading) {
    var findings = new ArrayList<Finding>();
    for (String module : NOTORIOUS) {
      Optional<ForceLoaded> element = element(evidence, module);
      if (element.isEmpty()) {
        continue;
      }
      boolean likely = loading && findings.isEmpty();
      findings.add(
          finding(
              likely ? Certainty.LIKELY : Certainty.POSSIBLE,
              element.get(),
              List.of(
                  loading
                      ? "The screen stopped while modules were loaded; which, systemd does not say."
                      : "Nothing that was seen says that it hangs; "
                          + module
                          + " is one of those that hang on some computers.")));
    }
    return findings;
  }

  private Finding finding(Certainty certainty, ForceLoaded module, List<String> seen) {
    var evidence = new ArrayList<>(seen);
    evidence.add(
        "Line %d of %s lists it in %s: config().show(\"%s\")."
            .formatted(module.line(), module.file(), ForceLoaded.OPTION, module.file()));
    return new Finding(
        name(),
        certainty,
        switch (certainty) {
          case SURE -> "The module " + module.name() + " hangs while stage 1 loads it.";
          case LIKELY -> "The module " + module.name() + " probably hangs while stage 1 loads it.";
          case POSSIBLE -> "The module " + module.name() + " may hang while stage 1 loads it.";
        },
        evidence,
        why(),
        new Mend.RemoveElement(ForceLoaded.OPTION, module.name()));
  }

  private static String why() {
    return "Stage 1 loads what boot.initrd.kernelModules lists one after the other, before it looks"
        + " for any disk, and waits for each without a limit. A module that waits for its device"
        + " there stops the boot for ever. Out of that list, it is loaded later, or when its"
        + " hardware is seen.";
  }
}
