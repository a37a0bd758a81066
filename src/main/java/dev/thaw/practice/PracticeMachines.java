package dev.thaw.practice;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The practice machines that there are. */
public final class PracticeMachines {

  private PracticeMachines() {}

  /** Their names, in the order in which they are learned. */
  public static List<String> names() {
    return Description.NAMES;
  }

  /** The folder where the machines are kept: {@code thaw/practice} in the user's state. */
  public static Path directory(Map<String, String> environment, String home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.startsWith("/") ? Path.of(state) : Path.of(home, ".local", "state");
    return base.resolve("thaw").resolve("practice");
  }

  /**
   * A machine as it was left, kept again after every command.
   *
   * @param name which one; empty for the one that everybody starts with
   * @param directory where machines are kept; see {@link #directory}
   * @param screen shown what the machine's own screen shows when it restarts
   * @throws Trouble.NotNow if there is no machine of that name
   */
  public static PracticeMachine open(String name, Path directory, Consumer<String> screen) {
    String which = named(name);
    var shelf = new Shelf(directory);
    Computer computer = shelf.find(which).orElseGet(() -> Maker.make(which));
    return new PracticeMachine(computer, screen, shelf::keep);
  }

  /**
   * The name that is meant.
   *
   * @param name empty for the machine that everybody starts with
   * @throws Trouble.NotNow if there is no such machine
   */
  static String named(String name) {
    if (name.isEmpty()) {
      return Description.NAMES.getFirst();
    }
    if (!Description.NAMES.contains(name)) {
      throw new Trouble.NotNow(
          "There is no practice machine " + Clean.line(name) + ".",
          "There is: " + String.join(", ", Description.NAMES) + ".");
    }
    return name;
  }
}
