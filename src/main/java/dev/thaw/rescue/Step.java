package dev.thaw.rescue;

import dev.thaw.machine.Command;
import dev.thaw.machine.ShellQuoting;
import dev.thaw.machine.Stdin;
import java.util.List;

/**
 * One step of a plan: what it does, why, and what takes it back.
 *
 * @param purpose one sentence for a person, without a full stop: "import the pool nvmepool"
 * @param stdin what its command reads on standard input; never narrated or recorded
 * @param terminal whether it gets the person's terminal instead of pipes
 * @param undo what takes it back, in order; empty when there is nothing to take back
 */
public record Step(
    Action action, String purpose, Stdin stdin, boolean terminal, List<Action> undo) {

  /** Copies the list. */
  public Step {
    undo = List.copyOf(undo);
  }

  /** A step that can't be taken back. */
  static Step of(String purpose, Action action) {
    return new Step(action, purpose, Stdin.NONE, false, List.of());
  }

  /** The same step reading these bytes. */
  Step reading(Stdin stdin) {
    return new Step(action, purpose, stdin, terminal, undo);
  }

  /** The same step on the person's terminal. */
  Step onTerminal() {
    return new Step(action, purpose, stdin, true, undo);
  }

  /** The same step, taken back by these, in order, in place of what took it back. */
  Step undoneBy(List<Action> undo) {
    return new Step(action, purpose, stdin, terminal, undo);
  }

  /** The same step, taken back by these, in order, in place of what took it back. */
  Step undoneBy(Action... undo) {
    return undoneBy(List.of(undo));
  }

  /** The same for another reason, doing something else. */
  Step doing(String purpose, Action action) {
    return new Step(action, purpose, stdin, terminal, undo);
  }

  /** What runs on the machine. */
  public Command command() {
    Command command =
        Command.changes(purpose, action.argv())
            .within(action.limit())
            .reading(stdin)
            .doing(action, undo);
    return terminal ? command.onTerminal() : command;
  }

  /** The arguments of its command. */
  public List<String> argv() {
    return action.argv();
  }

  /** Its command as a person would type it into a shell. */
  public String line() {
    return ShellQuoting.quote(argv());
  }

  /** Its command as it is shown to a person. */
  public String shown() {
    return Command.shown(argv());
  }

  /** The commands of these steps. */
  static List<Command> commands(List<Step> steps) {
    return steps.stream().map(Step::command).toList();
  }
}
