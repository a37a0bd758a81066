package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An older generation made the default: the profile's link, then that generation's own boot menu.
 */
final class Rollback {

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
      Command command =
          inside(
              "point the profile at generation " + number,
              root,
              generation,
              List.of(
                  "nix-env",
                  "--profile",
                  Inside.PROFILE,
                  "--switch-generation",
                  Integer.toString(number)));
      steps.add(command);
    }
    if (!(generation.isCurrent() && generation.isDefault() && generation.kernel().matches())) {
      steps.add(
          inside(
              "write the boot menu, with generation " + number + " as the default",
              root,
              generation,
              List.of(generation.toplevel() + "/bin/switch-to-configuration", "boot")));
    }
    return new Plan(
        "Make generation " + number + " boot next",
        steps,
        List.of(
            "The configuration files stay as they are: mend them before the next rebuild, or it"
                + " brings the trouble back."));
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
