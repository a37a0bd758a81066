package dev.thaw.machine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A machine whose commands pass some links first: narrate, approve, record, run. */
public final class Chain implements Machine {

  private final Machine end;
  private final Machine first;
  private final AtomicLong roundTrips = new AtomicLong();

  /**
   * Puts {@code links} before {@code end}.
   *
   * @param links in the order in which a command passes them
   */
  public Chain(Machine end, List<Link> links) {
    this.end = end;
    Machine next = new Step(end, (command, output, machine) -> count(command, output, machine));
    for (Link link : links.reversed()) {
      next = new Step(next, link);
    }
    this.first = next;
  }

  private Outcome count(Command command, Output output, Machine machine) {
    roundTrips.incrementAndGet();
    return machine.run(command, output);
  }

  /** How many commands went all the way to the machine so far. */
  public long roundTrips() {
    return roundTrips.get();
  }

  @Override
  public String name() {
    return end.name();
  }

  @Override
  public Outcome run(Command command, Output output) {
    return first.run(command, output);
  }

  @Override
  public void close() {
    end.close();
  }

  private record Step(Machine next, Link link) implements Machine {
    @Override
    public String name() {
      return next.name();
    }

    @Override
    public Outcome run(Command command, Output output) {
      return link.run(command, output, next);
    }

    @Override
    public void close() {
      next.close();
    }
  }
}
