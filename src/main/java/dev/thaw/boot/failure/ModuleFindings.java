package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.ForceLoaded;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.initrd.Initrd;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.Stage1;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Findings about a module that stage 1 loads by force. */
final class ModuleFindings {

  static final String NAME = "module-hangs";

  private static final String SCRIPTED =
      "Stage 1 loads what boot.initrd.kernelModules lists one after the other, before it looks for"
          + " any disk, and waits for each without a limit. A module that waits for its device"
          + " there stops the boot for ever. Out of that list, it is loaded later, or when its"
          + " hardware is seen.";

  private static final String SYSTEMD =
      "systemd's stage 1 loads what boot.initrd.kernelModules lists in one job. A module that only"
          + " waits is given up after 90 seconds, or a few minutes when it can't be ended, and with"
          + " it the rest of the list; the boot goes on without them. One that takes the whole"
          + " computer with it stops the boot for ever. Out of that list, it is loaded later, or"
          + " when its hardware is seen.";

  private ModuleFindings() {}

  /** Why such a thing happens, where this stage 1 runs. */
  static String why(Evidence evidence) {
    return isSystemd(evidence) ? SYSTEMD : SCRIPTED;
  }

  /** Whether the generation's stage 1 is systemd's. */
  static boolean isSystemd(Evidence evidence) {
    return evidence
        .initrd()
        .map(Initrd::stage1)
        .filter(stage1 -> stage1 != Stage1.UNKNOWN)
        .or(() -> evidence.subject().map(Generation::stage1))
        .filter(stage1 -> stage1 == Stage1.SYSTEMD)
        .isPresent();
  }

  /** What stage 1 loads by the initrd's own word; where it was not read, by the configuration's. */
  static List<String> loaded(Evidence evidence) {
    return evidence
        .initrd()
        .filter(initrd -> initrd.isUnderstood() || !initrd.forced().isEmpty())
        .map(Initrd::forced)
        .orElseGet(() ->
            evidence.configured().stream()
                .filter(ForceLoaded::own)
                .map(ForceLoaded::name)
                .toList());
  }

  /** Whether stage 1 loads it. */
  static boolean isLoaded(Evidence evidence, String module) {
    return loaded(evidence).stream().anyMatch(name -> ForceLoaded.same(name, module));
  }

  /** What stage 1 loads, and what the configuration lists. */
  static List<String> known(Evidence evidence) {
    var known = new LinkedHashSet<String>();
    loaded(evidence).forEach(module -> known.add(Initrd.plain(module)));
    evidence.configured().stream()
        .filter(ForceLoaded::own)
        .forEach(module -> known.add(Initrd.plain(module.name())));
    return List.copyOf(known);
  }

  /** A finding about one of those. */
  static Finding of(Evidence evidence, Certainty certainty, String module, List<String> seen) {
    var all = new ArrayList<>(seen);
    evidence.initrd().ifPresent(initrd -> all.add(initrd(evidence, module, initrd)));
    boolean needed = elements(evidence, module).isEmpty() && isNeeded(evidence, module);
    all.addAll(needed ? List.of(needed(module)) : listed(evidence, module));
    // That it stopped there is plain; whether the module is at fault, or what it met, is not.
    Certainty sureness = needed && certainty == Certainty.SURE ? Certainty.LIKELY : certainty;
    return new Finding(
            NAME,
            Stage.MODULES,
            isLoaded(evidence, module) ? BootImpact.HANGS : BootImpact.GOES_ON,
            sureness,
            switch (sureness) {
              case SURE -> "The module " + module + " hangs while stage 1 loads it.";
              case LIKELY -> "The module " + module + " probably hangs while stage 1 loads it.";
              case POSSIBLE -> "The module " + module + " may hang while stage 1 loads it.";
            },
            all,
            why(evidence),
            needed ? anotherKernel(module) : mend(evidence, module))
        .naming(module);
  }

  /** Whether what stage 1 mounts is of that kind: NixOS has its module loaded for that. */
  private static boolean isNeeded(Evidence evidence, String module) {
    return evidence.installation().mounts().stream()
        .map(Mount::entry)
        .anyMatch(entry -> entry.isEarly() && ForceLoaded.same(entry.type(), module));
  }

  private static String needed(String module) {
    return "No file of the configuration has to list it: the installed system lies on "
        + module
        + ", so NixOS has it loaded, and a rebuild does not leave it out.";
  }

  private static Mend anotherKernel(String module) {
    return new Mend.ByHand(
        "It can't be left out: the system lies on "
            + module
            + ". Another kernel brings another one: start an older generation that has one, with"
            + " rollback(N); generations() shows their kernels. Or set boot.kernelPackages, then"
            + " rebuild(). disks() and pools() tell whether a disk is at fault.");
  }

  /** The same where systemd waits: the boot goes on without the module. */
  static Finding passing(Finding finding) {
    return finding.becoming(BootImpact.GOES_ON);
  }

  /** Where the configuration lists it, as far as that can be told. */
  private static List<String> listed(Evidence evidence, String module) {
    List<ForceLoaded> elements = elements(evidence, module);
    if (elements.isEmpty()) {
      Optional<String> doubt = ForceLoaded.doubt(evidence.installation());
      return List.of(
          doubt
              .map(why ->
                  "As far as it was read, no file of the configuration lists it in "
                      + ForceLoaded.OPTION
                      + ": "
                      + why.replaceFirst("\\.$", "")
                      + ".")
              .orElse(
                  "No file of the configuration lists it in "
                      + ForceLoaded.OPTION
                      + " (any more): a rebuild leaves it out, unless something else brings it"
                      + " in."));
    }
    return elements.stream()
        .map(each ->
            "Line %d of %s lists it in %s%s: config().show(\"%s\")."
                .formatted(
                    each.line(),
                    each.file(),
                    ForceLoaded.OPTION,
                    each.own() ? "" : ", and whether this host is built from it can't be told",
                    each.file()))
        .toList();
  }

  /** The first place that is the host's own; without one, all that may be. */
  private static List<ForceLoaded> elements(Evidence evidence, String module) {
    List<ForceLoaded> all =
        evidence.configured().stream()
            .filter(each -> ForceLoaded.same(each.name(), module))
            .toList();
    Optional<ForceLoaded> own = all.stream().filter(ForceLoaded::own).findFirst();
    return own.map(List::of).orElse(all);
  }

  /** What takes it out of what stage 1 loads. */
  static Mend mend(Evidence evidence, String module) {
    List<ForceLoaded> elements = elements(evidence, module);
    if (!elements.isEmpty() && ForceLoaded.isHostUnknown(evidence.installation())) {
      return whoseFile(evidence, elements);
    }
    // What was not read may list it: once it is mounted, it is read, and nix can be asked.
    return elements.stream()
        .map(ForceLoaded::name)
        .findFirst()
        .or(() -> ForceLoaded.doubt(evidence.installation()).map(_ -> module))
        .<Mend>map(name -> new Mend.RemoveElement(ForceLoaded.OPTION, name))
        .orElseGet(() -> built(evidence));
  }

  /** Of these files only a person can say which are the host's. */
  private static Mend whoseFile(Evidence evidence, List<ForceLoaded> elements) {
    return new Mend.ByHand(
        ForceLoaded.doubt(evidence.installation()).orElse("")
            + " Take it out of the file that is this machine's: "
            + elements.stream()
                .map(each ->
                    "config().remove(\"%s\", \"%s\", \"%s\")"
                        .formatted(ForceLoaded.OPTION, each.name(), each.file()))
                .collect(Collectors.joining(", or "))
            + ".");
  }

  /** Where the configuration lists it no more: a new generation is without it, an old one stays. */
  private static Mend built(Evidence evidence) {
    boolean old = evidence.subject().filter(generation -> !generation.isCurrent()).isPresent();
    boolean starts = evidence.subject().filter(Generation::isDefault).isPresent();
    boolean others =
        evidence.installation().generations().stream()
            .filter(Generation::inBootMenu)
            .anyMatch(other -> !Optional.of(other).equals(evidence.subject()));
    return old && others && !starts
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
}
