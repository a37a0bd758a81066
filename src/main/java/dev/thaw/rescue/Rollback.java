package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootFile;
import dev.thaw.nixos.BootSpec;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An older generation made the default: the profile's link, then that generation's own boot menu.
 */
final class Rollback {

  private static final String STAYS =
      "The configuration files stay as they are: if they still hold what broke it, the next"
          + " rebuild brings it back.";

  /** What is to be known of a default that no installer wrote. */
  static final String OWN_FILE =
      "The next rebuild or rollback writes that file anew. A limine that checks its file's hash"
          + " (enrollConfig) refuses one that was changed.";

  private Rollback() {}

  /**
   * The plan that makes generation {@code number} boot next.
   *
   * @throws Trouble.Refused if there is none of that number, or it is not complete any more
   */
  static Plan plan(Installation installation, int number, String root) {
    Generation generation = complete(installation, number);
    var remarks = new ArrayList<String>();
    var steps = new ArrayList<Step>();
    Optional<Generation> same =
        installation.current().filter(one -> one.toplevel().equals(generation.toplevel()));
    boolean newer = NewestFirst.needsNewer(installation, same.orElse(generation));
    if (newer) {
      steps.add(makeNewer(generation, root));
      remarks.add(NewestFirst.why(installation));
    } else if (same.isEmpty()) {
      steps.add(pointAt(generation, root));
    }
    if (newer || !same.filter(one -> isWritten(installation, one)).isPresent()) {
      steps.add(writeMenu(generation, root));
    }
    if (!steps.isEmpty()) {
      steps.addLast(
          newer
              ? undoingNewer(steps.removeLast(), installation, root)
              : undoable(steps.removeLast(), installation, root));
    }
    remarks.add(STAYS);
    return new Plan("Make generation " + number + " boot next", steps, remarks);
  }

  private static Generation complete(Installation installation, int number) {
    Generation generation =
        installation
            .generation(number)
            .orElseThrow(() ->
                new Trouble.Rejected(
                    "There is no generation " + number + ".",
                    "There is: " + numbers(installation.generations()) + "."));
    if (!generation.closureExists()) {
      List<Generation> complete =
          installation.generations().stream().filter(Generation::closureExists).toList();
      throw new Trouble.NotReady(
          "Generation " + number + " is not complete: garbage collection took parts of it.",
          complete.isEmpty()
              ? "No generation is: take the bad change back, and rebuild()."
              : "Complete are: " + numbers(complete) + ".");
    }
    return generation;
  }

  /**
   * The plan that makes a specialisation boot next. NixOS's own tools make none the default, with
   * most boot loaders: so the loader's own file does.
   *
   * @throws Trouble.Refused if the generation has none of that name, or the menu has no entry for
   *     it
   */
  static Plan plan(Rescue rescue, Installation installation, int number, String specialisation) {
    Generation generation = complete(installation, number);
    Map<String, BootSpec> variants =
        generation.bootSpec().map(BootSpec::specialisations).orElse(Map.of());
    BootSpec variant = variants.get(specialisation);
    if (variant == null) {
      throw new Trouble.Rejected(
          "Generation %d has no specialisation %s.".formatted(number, Clean.line(specialisation)),
          variants.isEmpty()
              ? "Its boot.json names none at all."
              : "It has: " + Clean.line(String.join(", ", variants.keySet())) + ".");
    }
    String name = "specialisation %s of generation %d".formatted(specialisation, number);
    var means = new OwnMeans(rescue, installation, generation, variant.toplevel(), name);
    var steps = new ArrayList<>(means.steps());
    if (!generation.isCurrent()) {
      steps.addFirst(means.profile());
    }
    return new Plan("Make " + name + " boot next", steps, List.of(OWN_FILE, STAYS));
  }

  /** Whether what starts when nobody chooses is one of its specialisations. */
  private static boolean startsVariant(Installation installation, Generation generation) {
    Set<String> variants =
        generation.bootSpec().stream()
            .flatMap(spec -> spec.specialisations().values().stream())
            .map(BootSpec::toplevel)
            .collect(Collectors.toSet());
    return installation
        .bootTrees()
        .flatMap(tree -> tree.byDefault().stream())
        .limit(1)
        .anyMatch(entry -> variants.contains(entry.toplevel()));
  }

  /**
   * The same where no program of that generation can run here: the profile's link and the default
   * in the boot loader's own file, both by the live system.
   *
   * @param why it can't, as the tool said it
   */
  static Plan withoutRunning(Rescue rescue, Installation installation, int number, String why) {
    Generation generation = installation.generation(number).orElseThrow();
    String name = "generation " + number;
    var means = new OwnMeans(rescue, installation, generation, generation.toplevel(), name);
    var steps = new ArrayList<>(means.steps());
    if (!generation.isCurrent()) {
      steps.addFirst(means.profile());
    }
    return new Plan(
        "Make generation " + number + " boot next",
        steps,
        List.of(
            "No program of generation "
                + number
                + " can run here ("
                + why
                + "): so the boot"
                + " loader's own file is changed, and its menu stays as it is.",
            OWN_FILE,
            STAYS));
  }

  /** Whether the boot menu starts it, and all that its entry names is there. */
  private static boolean isWritten(Installation installation, Generation generation) {
    BootFile initrd = generation.initrd();
    return generation.isDefault()
        && !startsVariant(installation, generation)
        && generation.kernel().matches()
        && (initrd.bootPath().isEmpty() || initrd.matches())
        && installation
            .entry(generation)
            .map(Installation.Listed::missing)
            .orElse(List.of())
            .isEmpty();
  }

  private static Step makeNewer(Generation generation, String root) {
    return Step.of(
        "make a newer generation of the system of generation " + generation.number(),
        new SystemAction.SetGeneration(root, generation.toplevel(), generation.toplevel()));
  }

  /** The newer generation goes again before the menu is written: else it would start. */
  private static Step undoingNewer(Step step, Installation installation, String root) {
    int made = NewestFirst.newest(installation) + 1;
    return toGoBackTo(installation)
        .map(now ->
            step.undoneBy(
                pointAt(now, root).action(),
                new SystemAction.DeleteGenerations(root, now.toplevel(), List.of(made)),
                writeMenu(now, root).action()))
        .orElse(step);
  }

  /** The step, taken back by making the generation boot next that is the current one now. */
  static Step undoable(Step step, Installation installation, String root) {
    return toGoBackTo(installation)
        .map(now -> step.undoneBy(pointAt(now, root).action(), writeMenu(now, root).action()))
        .orElse(step);
  }

  /** The generation that an undo makes boot next again. */
  static Optional<Generation> toGoBackTo(Installation installation) {
    return installation.current().filter(Generation::closureExists);
  }

  // In the environment of the generation itself: the current one may be what is broken.

  /** The profile's link to a generation. */
  static Step pointAt(Generation generation, String root) {
    int number = generation.number();
    return Step.of(
        "point the profile at generation " + number,
        new SystemAction.SwitchGeneration(root, generation.toplevel(), number));
  }

  /** A generation's own boot menu. */
  static Step writeMenu(Generation generation, String root) {
    return Step.of(
        "write the boot menu, with generation " + generation.number() + " as the default",
        new SystemAction.WriteMenu(root, generation.toplevel(), generation.toplevel(), false));
  }

  private static String numbers(List<Generation> generations) {
    return generations.stream()
        .map(generation -> Integer.toString(generation.number()))
        .collect(Collectors.joining(", "));
  }
}
