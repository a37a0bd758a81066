package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.BootFile;
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
    var remarks = new ArrayList<String>();
    var steps = new ArrayList<Command>();
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
    remarks.add(
        "The configuration files stay as they are: if they still hold what broke it, the next"
            + " rebuild brings it back.");
    return new Plan("Make generation " + number + " boot next", steps, remarks);
  }

  /** Whether the boot menu starts it, and all that its entry names is there. */
  private static boolean isWritten(Installation installation, Generation generation) {
    BootFile initrd = generation.initrd();
    return generation.isDefault()
        && generation.kernel().matches()
        && (initrd.bootPath().isEmpty() || initrd.matches())
        && installation
            .entry(generation)
            .map(Installation.Listed::missing)
            .orElse(List.of())
            .isEmpty();
  }

  private static Command makeNewer(Generation generation, String root) {
    return inside(
        "make a newer generation of the system of generation " + generation.number(),
        root,
        generation,
        List.of("nix-env", "--profile", Inside.PROFILE, "--set", generation.toplevel()));
  }

  /** The newer generation goes again before the menu is written: else it would start. */
  private static Command undoingNewer(Command command, Installation installation, String root) {
    Generation now = installation.current().filter(Generation::closureExists).orElse(null);
    if (now == null) {
      return command;
    }
    String made = Integer.toString(NewestFirst.newest(installation) + 1);
    return command
        .undoneBy(pointAt(now, root).argv().toArray(String[]::new))
        .undoneBy(
            inside(
                    "",
                    root,
                    now,
                    List.of("nix-env", "--profile", Inside.PROFILE, "--delete-generations", made))
                .argv()
                .toArray(String[]::new))
        .undoneBy(writeMenu(now, root).argv().toArray(String[]::new));
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
