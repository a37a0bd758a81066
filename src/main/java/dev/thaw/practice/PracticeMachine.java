package dev.thaw.practice;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Effect;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.lessons.Lesson;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.practice.machines.InstalledPrograms;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.machines.MachineHolder;
import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broken computer in memory. It answers the commands of a real one that was started from a live
 * image, and shows on a restart what its own screen would show.
 */
public final class PracticeMachine implements Machine {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/root", "USER", "root", "PATH", "/run/current-system/sw/bin");

  /** What is said after a restart. */
  static final String LIVE_AGAIN =
      "It is now started from the live image again, so that you can look at it.";

  /** How long after its hardware its past is worked out, if nobody needs it before. */
  private static final Duration QUIET = Duration.ofMillis(300);

  private final String name;
  private final MachineHolder kept;
  private @Nullable MachineState computer;
  private final Consumer<String> screen;

  /**
   * Works on a machine.
   *
   * @param kept asked for it when it is needed: a new one is made, which takes its time; given the
   *     state after every command that may have changed it
   * @param screen shown what the machine's own screen shows when it restarts
   */
  public PracticeMachine(String name, MachineHolder kept, Consumer<String> screen) {
    this.name = name;
    this.kept = kept;
    this.screen = screen;
  }

  /**
   * A machine that is as broken as on the first day, and forgotten when the program ends.
   *
   * @param name which one; empty for the one that everybody starts with
   * @param screen shown what the machine's own screen shows when it restarts
   * @throws Trouble.Refused if there is no machine of that name
   */
  public static PracticeMachine fresh(String name, Consumer<String> screen) {
    String which = PracticeMachines.named(name);
    return new PracticeMachine(
        which, new MachineHolder.InMemory(() -> MachineBuilder.make(which)), screen);
  }

  /**
   * Has it made in the background, if it is new: whoever needs it first waits less. Its past comes
   * after a while, not in the way of who asks for its hardware.
   */
  public void begin() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          MachineState made = computer();
          try {
            Thread.sleep(QUIET);
            made.prepare();
          } catch (InterruptedException e) {
            // Nobody stops it; whoever needs its past has it told.
          }
        });
  }

  /** As it is now: another run of the program may have worked on it since the last command. */
  private synchronized MachineState computer() {
    MachineState known = computer;
    if (known == null || kept.isChanged()) {
      known = kept.get();
      computer = known;
    }
    return known;
  }

  /** The next hint of its lesson, a text in Markdown; after the last one, that again. */
  public synchronized String hint() {
    MachineState state = computer();
    state.hints++;
    kept.keep(state);
    return Lesson.of(name).hint(state.hints);
  }

  /** Whether it is rescued, found out without restarting it. */
  public synchronized PracticeCheck check() {
    return PracticeCheck.of(computer());
  }

  /** The calls that rescue it, one a line. */
  public List<String> solution() {
    return Lesson.of(name).solution();
  }

  /**
   * Makes it as broken as on the first day, and its hints new.
   *
   * @param mode how far the session may go
   * @return the last lines on its screen
   * @throws Trouble.HeldBack if the session may change nothing
   */
  public synchronized String reset(ExecutionMode mode) {
    if (mode != ExecutionMode.APPLY) {
      throw new Trouble.HeldBack(mode, "make " + name() + " as broken as at first");
    }
    MachineState made = MachineBuilder.make(name);
    computer = made;
    kept.keep(made);
    return made.symptom;
  }

  @Override
  public String name() {
    return "practice:" + name;
  }

  @Override
  public synchronized CommandResult run(Command command, OutputListener output) {
    Instant start = Instant.now();
    if (Thread.interrupted()) {
      throw new Trouble.Interrupted(command);
    }
    if (command.terminal()) {
      throw new Trouble.NotReady(
          "The practice machine has no terminal.",
          "enter(\"LINE\") runs a line inside, sh(\"LINE\") one on its live system.");
    }
    MachineState state = computer();
    int reboots = state.reboots;
    var invocation =
        new Invocation(
            InstalledPrograms.TABLE,
            state,
            MountNamespace.of(state),
            "/root",
            new HashMap<>(ENVIRONMENT),
            command.argv(),
            bytes(command),
            output);
    int status = invocation.run();
    if (state.reboots != reboots) {
      restart(state);
    }
    if (command.effect() == Effect.CHANGES) {
      kept.keep(state);
    }
    Duration took = Duration.between(start, Instant.now());
    return new CommandResult(command, status, new byte[0], new byte[0], took);
  }

  private static byte[] bytes(Command command) {
    try (InputStream in = command.stdin().open().get()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Boots the machine from its own disk, shows that, and starts the live system again. */
  private void restart(MachineState state) {
    Boot.Outcome outcome = Boot.of(state);
    state.lastBoot = outcome.verdict().name();
    if (outcome.running().isPresent() && state.cameUp == 0) {
      state.cameUp = state.now();
    }
    Live.start(state);
    screen.accept("The screen of " + name() + ":");
    screen.accept(String.join("\n", outcome.screen()).strip().indent(2).stripTrailing());
    screen.accept(
        switch (outcome.verdict()) {
          case BOOTS -> name() + " has started: " + outcome.why() + " runs from its own disk.";
          case HANGS -> name() + " hangs there, and nothing more comes.";
          case FAILS -> name() + " does not start.";
        });
    screen.accept(LIVE_AGAIN);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
