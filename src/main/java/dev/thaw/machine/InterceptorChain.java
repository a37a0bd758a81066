package dev.thaw.machine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A machine whose commands pass interceptors first: narrate, approve, record, run. */
public final class InterceptorChain implements Machine {

  private final Machine end;
  private final Machine first;
  private final AtomicLong roundTrips = new AtomicLong();

  /**
   * Puts {@code links} before {@code end}.
   *
   * @param links in the order in which a command passes them
   */
  public InterceptorChain(Machine end, List<Interceptor> links) {
    this.end = end;
    Machine next = new Step(end, (command, output, machine) -> count(command, output, machine));
    for (Interceptor link : links.reversed()) {
      next = new Step(next, link);
    }
    this.first = next;
  }

  private CommandResult count(Command command, OutputListener output, Machine machine) {
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
  public CommandResult run(Command command, OutputListener output) {
    return first.run(command, output);
  }

  @Override
  public void close() {
    end.close();
  }

  private record Step(Machine next, Interceptor link) implements Machine {
    @Override
    public String name() {
      return next.name();
    }

    @Override
    public CommandResult run(Command command, OutputListener output) {
      return link.run(command, output, next);
    }

    @Override
    public void close() {
      next.close();
    }
  }
}
