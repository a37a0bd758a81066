package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An older generation made the default: the profile's link, then that generation's own boot menu.
 */
final class Rollback {

  /** What writes a system's boot menu, in the system itself. */
  private static final String MENU_WRITER = "/bin/switch-to-configuration";

  private Rollback() {}

  /**
   * The plan that makes generation {@code number} boot next.
   *
   * @throws Trouble.NotNow if there is none of that number, or it is not complete any more
   */
  static Plan plan(Installation installation, int number, String root) {
    Generation generation =
        installation
            .generation(number)
            .orElseThrow(() ->
                new Trouble.NotNow(
                    "There is no generation " + number + ".",
                    "There is: " + numbers(installation.generations()) + "."));
    if (!generation.closureExists()) {
      List<Generation> complete =
          installation.generations().stream().filter(Generation::closureExists).toList();
      throw new Trouble.NotNow(
          "Generation " + number + " is not complete: garbage collection took parts of it.",
          complete.isEmpty()
              ? "No generation is: take the bad change back, and rebuild()."
              : "Complete are: " + numbers(complete) + ".");
    }
    var steps = new ArrayList<Command>();
    if (!generation.isCurrent()) {
      steps.add(pointAt(generation, root));
    }
    if (!(generation.isCurrent() && generation.isDefault() && generation.kernel().matches())) {
      steps.add(writeMenu(generation, root));
    }
    if (!steps.isEmpty()) {
      steps.addLast(undoable(steps.removeLast(), installation, root));
    }
    return new Plan(
        "Make generation " + number + " boot next",
        steps,
        List.of(
            "The configuration files stay as they are: if they still hold what broke it, the next"
                + " rebuild brings it back."));
  }

  /** The command, taken back by making the generation boot next that is the current one now. */
  static Command undoable(Command command, Installation installation, String root) {
    Generation now = installation.current().filter(Generation::closureExists).orElse(null);
    if (now == null) {
      return command;
    }
    return command
        .undoneBy(pointAt(now, root).argv().toArray(String[]::new))
        .undoneBy(writeMenu(now, root).argv().toArray(String[]::new));
  }

  /** The profile's link to a generation. */
  static Command pointAt(Generation generation, String root) {
    String number = Integer.toString(generation.number());
    return inside(
        "point the profile at generation " + number,
        root,
        generation,
        List.of("nix-env", "--profile", Inside.PROFILE, "--switch-generation", number));
  }

  /** A generation's own boot menu. */
  static Command writeMenu(Generation generation, String root) {
    return inside(
        "write the boot menu, with generation " + generation.number() + " as the default",
        root,
        generation,
        List.of(generation.toplevel() + MENU_WRITER, "boot"));
  }

  /** The system whose boot menu these arguments write, a path in the store; empty if none. */
  static Optional<String> system(List<String> argv) {
    String program = argv.size() < 2 ? "" : argv.get(argv.size() - 2);
    return argv.getLast().equals("boot") && program.endsWith(MENU_WRITER)
        ? Optional.of(program.substring(0, program.length() - MENU_WRITER.length()))
        : Optional.empty();
  }

  private static Command inside(
      String purpose, String root, Generation generation, List<String> program) {
    // In the environment of the generation itself: the current one may be what is broken.
    return Inside.act(purpose, root, generation.toplevel(), program).within(Duration.ofMinutes(10));
  }

  private static String numbers(List<Generation> generations) {
    return generations.stream()
        .map(generation -> Integer.toString(generation.number()))
        .collect(Collectors.joining(", "));
  }
}
