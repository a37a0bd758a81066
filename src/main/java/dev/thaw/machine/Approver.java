package dev.thaw.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a command that changes something run only if it is one of a plan that was approved, or if
 * the person approves exactly it; and none at all while its {@link ExecutionMode} is less than
 * {@link ExecutionMode#APPLY}.
 */
public final class Approver implements Interceptor {

  /** What an approval is about: everything of a command but its input, which may be a secret. */
  private record Key(List<String> argv, List<LoggedAction> undo, boolean terminal) {
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

  private final UserInteraction interaction;
  private final List<Approval> approvals = new ArrayList<>();
  private final AtomicLong acted = new AtomicLong();
  private volatile ExecutionMode mode = ExecutionMode.APPLY;

  /** Asks {@code interaction} about what no plan covers. */
  public Approver(UserInteraction interaction) {
    this.interaction = interaction;
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

  /** How far this session may go now. */
  public ExecutionMode mode() {
    return mode;
  }

  /** Says how far this session may go from now on. */
  public void mode(ExecutionMode mode) {
    this.mode = mode;
  }

  /** How many commands that change something were let pass so far. */
  public long acted() {
    return acted.get();
  }

  /** Counts a change that no command made. */
  public void changed() {
    acted.incrementAndGet();
  }

  private boolean isAllowed(Command command) {
    synchronized (approvals) {
      return approvals.stream().anyMatch(approval -> approval.left.remove(Key.of(command)));
    }
  }

  @Override
  public CommandResult run(Command command, OutputListener output, Machine next) {
    if (command.effect() == Effect.CHANGES) {
      check(command);
      acted.incrementAndGet();
    }
    return next.run(command, output);
  }

  private void check(Command command) {
    String purpose = Clean.line(command.purpose());
    ExecutionMode now = mode;
    if (now != ExecutionMode.APPLY) {
      throw new Trouble.HeldBack(now, purpose + ", by " + Clean.line(command.shown()));
    }
    // The narrator, which comes before, has just shown the command itself.
    if (!isAllowed(command) && !interaction.approves("Is it all right to " + purpose + "?")) {
      throw new Trouble.NotApproved(
          "Not done, because it was not approved: " + purpose + ".",
          "Nothing was changed by it; run the step again when ready.");
    }
  }
}
