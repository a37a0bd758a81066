package dev.thaw.app;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Rescue;
import dev.thaw.rescue.State;
import java.util.Optional;

/** What holds on the machine. It is looked at only when something may have changed there. */
public final class MachineStatus {

  private final Rescue rescue;
  private final Approver approver;
  private long lookedAfter = -1;
  private Optional<State> state = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();
  private volatile boolean restarting;

  /** Nothing was looked at yet. */
  public MachineStatus(Rescue rescue) {
    this.rescue = rescue;
    this.approver = rescue.approver();
  }

  /** The machine was told to restart: it can't be looked at any more. */
  public void restarting() {
    restarting = true;
  }

  /** Whether the machine was told to restart. */
  public boolean isRestarting() {
    return restarting;
  }

  /** Why it can't be told what holds on the machine, if it can't. */
  public synchronized Optional<Trouble> trouble() {
    return trouble;
  }

  /** Looks again at the next question, if the last look failed. */
  public synchronized void retry() {
    lookedAfter = trouble.isPresent() ? -1 : lookedAfter;
  }

  /** What holds on the machine; empty when that can't be told. One round trip, or none. */
  public synchronized Optional<State> state() {
    long acted = approver.acted();
    if (restarting) {
      return Optional.empty();
    }
    if (acted != lookedAfter) {
      lookedAfter = acted;
      try {
        state = Optional.of(rescue.state());
        trouble = Optional.empty();
      } catch (Trouble unknown) {
        state = Optional.empty();
        trouble = Optional.of(unknown);
      }
    }
    return state;
  }
}
