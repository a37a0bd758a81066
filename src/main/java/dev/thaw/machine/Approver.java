package dev.thaw.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets a command that changes something run only if it is one of a plan that was approved, or if
 * the person approves exactly it.
 */
public final class Approver implements Link {

  /** What an approval is about: everything of a command but its input, which may be a secret. */
  private record Key(List<String> argv, List<List<String>> undo, boolean terminal) {
    static Key of(Command command) {
      return new Key(command.argv(), command.undo(), command.terminal());
    }
  }

  /** Commands that may run, once each; closing it takes back what has not been used. */
  public final class Approval implements AutoCloseable {
    private final List<Key> left = new ArrayList<>();

    private Approval(List<Command> commands) {
      commands.forEach(command -> left.add(Key.of(command)));
    }

    @Override
    public void close() {
      synchronized (approvals) {
        approvals.remove(this);
      }
    }
  }

  private final Person person;
  private final List<Approval> approvals = new ArrayList<>();

  /** Asks {@code person} about what no plan covers. */
  public Approver(Person person) {
    this.person = person;
  }

  /**
   * Lets exactly these commands run without another question, each as often as it is listed. The
   * caller has shown them to the person, and they were approved.
   */
  public Approval allow(List<Command> commands) {
    var approval = new Approval(commands);
    synchronized (approvals) {
      approvals.add(approval);
    }
    return approval;
  }

  private boolean isAllowed(Command command) {
    synchronized (approvals) {
      return approvals.stream().anyMatch(approval -> approval.left.remove(Key.of(command)));
    }
  }

  @Override
  public Outcome run(Command command, Output output, Machine next) {
    if (command.effect() == Effect.CHANGES && !isAllowed(command)) {
      String question =
          "%s, by %s?".formatted(Clean.line(command.purpose()), Clean.line(command.shown()));
      if (!person.approves(question)) {
        throw new Trouble.NotApproved(
            "Not done, because it was not approved: " + Clean.line(command.purpose()) + ".",
            "Nothing was changed by it; run the step again when ready.");
      }
    }
    return next.run(command, output);
  }
}
