package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Trouble;
import java.util.List;

/** What a person does in a shell of their own, inside the installed system or outside of it. */
final class OwnLines {

  private OwnLines() {}

  /** Opens a shell inside, on the person's terminal. */
  static ActionResult shell(Rescue rescue) {
    if (rescue.executor().isInEarnest() && !rescue.interaction().hasTerminal()) {
      throw new Trouble.NotReady(
          "There is no terminal here for a shell.", "enter(\"command\") runs one command inside.");
    }
    tellWhatIsLeft(rescue);
    Step shell =
        Step.of("open a shell inside the installed system", new OtherAction.Shell(rescue.root()))
            .onTerminal();
    var plan =
        new Plan(
            "Enter the installed system",
            List.of(shell),
            List.of("What is done inside is yours: it is neither shown beforehand nor recorded."));
    return rescue
        .executor()
        .carryOut(
            plan,
            () -> {
              rescue.machine().run(shell.command());
              return new Applied(
                  "Back outside; nothing of the shell is left mounted.",
                  true,
                  List.of("Next: rebuild() if you changed the configuration; leave() when done."));
            });
  }

  /** Runs a line inside with the installed system's bash, and gives what it printed. */
  static String inside(Rescue rescue, String line) {
    tellWhatIsLeft(rescue);
    var action = new OtherAction.LineInside(rescue.root(), line);
    return run(rescue, Step.of("run this line inside", action).command());
  }

  /** Runs a line on the live system with sh, and gives what it printed. */
  static String outside(Rescue rescue, String line, boolean looks) {
    var action = new OtherAction.Line(List.of("sh", "-c", line));
    return run(
        rescue,
        looks
            ? Command.looks("run a line that only looks", action.argv()).within(action.limit())
            : Step.of("run this line", action).command());
  }

  /** Tells what it complained of, and gives what it printed. */
  private static String run(Rescue rescue, Command command) {
    CommandResult result = rescue.machine().run(command);
    result.orFail("That was the line's own doing; nothing else was run.");
    Clean.text(result.errText()).lines().forEach(line -> rescue.interaction().tell("  " + line));
    return result.text();
  }

  /** What is not mounted is no matter for most that is done inside; but it has to be known. */
  private static void tellWhatIsLeft(Rescue rescue) {
    State state = rescue.state();
    if (!state.isMounted()) {
      throw rescue.notMounted("enter()");
    }
    List<String> left =
        rescue.rehearsed().isEmpty() ? Procedure.left(rescue, state) : List.<String>of();
    if (!left.isEmpty()) {
      rescue
          .interaction()
          .tell(
              "Not mounted: "
                  + Clean.line(String.join(", ", left))
                  + ". What is written there now is not seen later: mountAll() mounts the"
                  + " rest.");
    }
  }
}
