package dev.thaw.practice;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.machines.MachineHolder;
import dev.thaw.practice.machines.MachineStore;
import dev.thaw.practice.state.MachineState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The practice machines that there are. */
public final class PracticeMachines {

  private PracticeMachines() {}

  /** Their names, those with a lesson first, in the order in which they are learned. */
  public static List<String> names() {
    return Description.NAMES;
  }

  /** The names of those that have a lesson. */
  public static List<String> lessons() {
    return Description.LESSONS;
  }

  /** The names of those that have none. */
  public static List<String> challenges() {
    return Description.CHALLENGES;
  }

  /** The folder where this user's machines are kept. */
  public static Path directory() {
    return directory(System.getenv(), System.getProperty("user.home"));
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
   * @param screen shown what the machine's own screen shows when it restarts; first of all that the
   *     machine is new, if another version of Thaw had kept it
   * @throws Trouble.Refused if there is no machine of that name
   */
  public static PracticeMachine open(String name, Path directory, Consumer<String> screen) {
    String which = named(name);
    var store = new MachineStore(directory);
    store.forgetOther(which).ifPresent(screen);
    return new PracticeMachine(which, new MachineHolder.OnDisk(store, which), screen);
  }

  /**
   * A practice machine, in a line.
   *
   * @param title what is wrong with it
   * @param touched whether somebody has worked on it since it was new
   * @param lesson whether it has a lesson, and is no challenge
   */
  public record Listed(String name, String title, boolean touched, boolean lesson) {}

  /** All of them. */
  public static List<Listed> list(Path directory) {
    var store = new MachineStore(directory);
    return names().stream()
        .map(name ->
            new Listed(
                name,
                MachineBuilder.described(name).title,
                store.has(name),
                lessons().contains(name)))
        .toList();
  }

  /**
   * What somebody should know who begins with a machine, in a sentence: where its screen stands, or
   * that it is not new.
   *
   * @param name which one; empty for the one that everybody starts with
   */
  public static String introduction(String name, Path directory) {
    String which = named(name);
    return new MachineStore(directory).has(which)
        ? "It is as you left it; thaw practice reset " + which + " makes it new."
        : "The last line on its screen: "
            + MachineBuilder.described(which).symptom.lines().reduce("", (_, last) -> last).strip();
  }

  /**
   * Whether somebody has worked on a machine since it was new.
   *
   * @param name which one; empty for the one that everybody starts with
   */
  public static boolean isKept(String name, Path directory) {
    return new MachineStore(directory).has(named(name));
  }

  /**
   * Makes a machine as broken as on its first day.
   *
   * @param name which one; empty for the one that everybody starts with
   * @return the last lines on its screen, as somebody would type them from a photograph
   */
  public static String start(String name, Path directory) {
    MachineState state = MachineBuilder.make(named(name));
    new MachineStore(directory).keep(state);
    return state.symptom;
  }

  /**
   * Forgets what was done to machines; each is as on its first day then.
   *
   * @param name which one; empty for all
   * @return the names of those that had been worked on
   */
  public static List<String> reset(String name, Path directory) {
    var store = new MachineStore(directory);
    List<String> meant = name.isEmpty() ? names() : List.of(named(name));
    return meant.stream().filter(store::forget).toList();
  }

  /**
   * Whether a machine would start from its own disk as it is now.
   *
   * @param name which one; empty for the one that everybody starts with
   * @param told told that the machine is new, if another version of Thaw had kept it
   */
  public static PracticeCheck check(String name, Path directory, Consumer<String> told) {
    String which = named(name);
    var store = new MachineStore(directory);
    store.forgetOther(which).ifPresent(told);
    Optional<MachineState> kept = store.find(which);
    return PracticeCheck.of(kept.orElseGet(() -> MachineBuilder.make(which)));
  }

  /**
   * The name that is meant.
   *
   * @param name as a list has it, or as {@code --on} takes it; empty for the machine that everybody
   *     starts with
   * @throws Trouble.Refused if there is no such machine
   */
  public static String named(String name) {
    String bare = name.equals("practice") ? "" : name.replaceFirst("^practice:", "");
    if (bare.isEmpty()) {
      return Description.NAMES.getFirst();
    }
    if (!Description.NAMES.contains(bare)) {
      throw new Trouble.Rejected(
          "There is no practice machine " + Clean.line(bare) + ".",
          "There is: "
              + String.join(", ", Description.LESSONS)
              + "; and the challenges that thaw practice list names.");
    }
    return bare;
  }
}
