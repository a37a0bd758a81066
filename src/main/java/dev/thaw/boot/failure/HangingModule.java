package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.ForceLoaded;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.Screen;
import dev.thaw.boot.screen.ScreenEvent;
import dev.thaw.boot.screen.ScreenStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kernel module hangs while stage 1 loads it. Nothing ever ends it where the script of stage 1
 * does that, or where it takes the whole computer with it; systemd gives up one that only waits.
 */
final class HangingModule implements Failure {

  /** What the screen shows where the kernel crashed over the module. */
  static final String CRASH = "kernel-oops";

  private static final String SCRIPTED = "loading module";

  /** What the script shows when it has loaded all of them. */
  private static final String NEXT = "running udev";

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
  public List<String> ids() {
    return List.of(ModuleFindings.NAME, CRASH);
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Symptom symptom = evidence.symptom();
    if (symptom.screen().isBeyond(ScreenStage.MODULES)) {
      return List.of();
    }
    Optional<ScreenEvent> script = byScript(symptom.screen());
    if (script.isPresent()) {
      String rest = symptom.screen().rest();
      if (Letters.begins(rest, NEXT)) {
        return List.of();
      }
      // A line that was cut off before its name: it is at another module.
      boolean unnamed =
          script.get().about().isEmpty()
              || Letters.begins(rest, SCRIPTED)
              || rest.startsWith(SCRIPTED);
      return unnamed
          ? notorious(evidence, Loading.SCRIPT)
          : List.of(new NamedModule(evidence, script.get()).finding());
    }
    Optional<Loading> systemd = bySystemd(symptom.screen());
    if (systemd.isPresent()) {
      return notorious(evidence, systemd.get());
    }
    // Words that are not understood prove nothing against what the disks show.
    return symptom.isEmpty() ? notorious(evidence, Loading.UNSEEN) : spokenOf(evidence);
  }

  /** The script's last line about a module. */
  private static Optional<ScreenEvent> byScript(Screen screen) {
    return screen.events().stream()
        .filter(event -> event.known().shown().startsWith(SCRIPTED))
        .reduce((_, later) -> later);
  }

  /** How far systemd's stage 1 came with its list, by the last line about it. */
  private static Optional<Loading> bySystemd(Screen screen) {
    return screen.events().stream()
        .map(event -> event.known().shown())
        .flatMap(line -> Loading.shownAs(line).stream())
        .reduce((one, later) -> later);
  }

  /** Whether the screen says of a module that it is not there, or refused: that is no hang. */
  private static boolean isNotLoaded(Screen screen, String module) {
    return screen.failures().stream()
        .filter(event -> event.shows(List.of("module-not-found", "module-refused")))
        .anyMatch(event -> ForceLoaded.same(event.about(), module));
  }

  /** Whether the kernel crashed, and nothing says that something hung. */
  private static boolean isCrash(Screen screen) {
    return screen.shows(List.of(CRASH)) && !screen.shows(List.of(ModuleFindings.NAME));
  }

  /** The screen, or the person, speaks of a module in other words than those that are known. */
  private List<Finding> spokenOf(Evidence evidence) {
    List<String> spoken =
        NOTORIOUS.stream()
            .filter(module -> module.length() > 3 && evidence.symptom().speaksOf(module))
            .filter(module -> ModuleFindings.isLoaded(evidence, module))
            .toList();
    Screen screen = evidence.symptom().screen();
    if (isCrash(screen)) {
      return spoken.size() == 1 ? List.of(crashed(evidence, spoken.getFirst())) : List.of();
    }
    return notorious(evidence, Loading.UNSEEN).stream()
        .filter(finding -> !isNotLoaded(screen, finding.subject()))
        .map(finding ->
            spoken.size() == 1 && finding.subject().equals(spoken.getFirst())
                ? spokenOf(evidence, spoken.getFirst())
                : finding)
        .toList();
  }

  /** Words about a module are no screen: it may have been named for any reason. */
  private static Finding spokenOf(Evidence evidence, String module) {
    return ModuleFindings.of(
        evidence, Certainty.POSSIBLE, module, List.of("What was typed speaks of " + module + "."));
  }

  private static Finding crashed(Evidence evidence, String module) {
    return spokenOf(evidence, module)
        .as(CRASH, "The kernel may crash when stage 1 loads the module " + module + ".");
  }

  /** What is known of the loading of modules, where the screen names none. */
  private enum Loading {
    /** Nothing. */
    UNSEEN,
    /** The script is at one. */
    SCRIPT,
    /** systemd has begun, and shows nothing more: the whole computer stands still. */
    BEGUN("Starting Load Kernel Modules"),
    /** systemd counts the time: it is only this job that does not end. */
    COUNTED(
        "A start job is running for Load Kernel Modules",
        "Job systemd-modules-load.service/start running"),
    /** systemd has gone on: one hung, or could not be loaded. */
    FAILED("Failed to start Load Kernel Modules");

    /** The lines of systemd's stage 1 that show it; which module it is at, none says. */
    private final List<String> lines;

    Loading(String... lines) {
      this.lines = List.of(lines);
    }

    static Optional<Loading> shownAs(String line) {
      return Stream.of(BEGUN, COUNTED, FAILED).filter(one -> one.lines.contains(line)).findFirst();
    }
  }

  /** The screen does not say which it is: the ones that are known to hang. */
  private static List<Finding> notorious(Evidence evidence, Loading loading) {
    var findings = new ArrayList<Finding>();
    for (String module : NOTORIOUS) {
      if (!ModuleFindings.isLoaded(evidence, module)) {
        continue;
      }
      boolean likely =
          loading != Loading.UNSEEN
              && findings.isEmpty()
              && (loading != Loading.FAILED || AbsentModule.absent(evidence).isEmpty());
      Finding finding =
          ModuleFindings.of(
              evidence,
              likely ? Certainty.LIKELY : Certainty.POSSIBLE,
              module,
              seen(loading, module));
      boolean passes = loading == Loading.COUNTED || loading == Loading.FAILED;
      findings.add(passes ? ModuleFindings.passing(finding) : finding);
    }
    return findings;
  }

  private static List<String> seen(Loading loading, String module) {
    return switch (loading) {
      case UNSEEN ->
          List.of(
              "Nothing that was seen says that it hangs; "
                  + module
                  + " is one of those that hang on some computers.");
      case SCRIPT, BEGUN ->
          List.of("The screen stopped while modules were loaded, and does not say at which.");
      case FAILED ->
          List.of(
              "The screen says that loading modules failed, and does not say which: one hung until"
                  + " systemd gave it up, or could not be loaded.",
              "The boot goes on after that: what the screen shows last says where it stopped.");
      case COUNTED ->
          List.of(
              "The screen stopped while modules were loaded, and does not say at which.",
              "systemd counts the time there: after a minute and a half, or a few when the module"
                  + " can't be ended, it says [FAILED] and goes on without the rest of the list.");
    };
  }

  /** Those that are known to hang, by their names in the kernel. */
  static boolean isNotorious(String module) {
    return NOTORIOUS.stream().anyMatch(name -> ForceLoaded.same(name, module));
  }
}
