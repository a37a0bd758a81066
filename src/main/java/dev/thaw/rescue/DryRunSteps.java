package dev.thaw.rescue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The steps that were only rehearsed in this session, oldest first. */
public final class DryRunSteps {

  private final List<Step> steps = new CopyOnWriteArrayList<>();

  /** Remembers steps that were shown in place of being carried out. */
  void add(List<Step> more) {
    steps.addAll(more);
  }

  /** Forgets them all: from now on it is in earnest. */
  void forget() {
    steps.clear();
  }

  /** Whether nothing was rehearsed. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** What would hold after them. */
  DryRunState state() {
    return new DryRunState(steps);
  }
}
