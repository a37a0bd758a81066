package dev.thaw.session;

import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs calls of helpers without JShell, one at a time, each in a thread of its own as a snippet: so
 * it can be ended.
 */
final class DirectCalls {

  private Optional<Thread> running = Optional.empty();
  private boolean stopping;

  /** Runs a call of a cell to its end. */
  CellResult run(String cell, HelperCall call) {
    var work = new FutureTask<>(call::invoke);
    var thread = new Thread(work);
    begin(thread);
    Optional<Throwable> thrown = Optional.empty();
    Object value = null;
    try {
      value = work.get();
    } catch (ExecutionException e) {
      // Reflection wraps what the helper threw.
      thrown = Optional.of(e.getCause().getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    if (end()) {
      return new Stopped(
          thrown.filter(Trouble.class::isInstance).map(Throwable::getMessage).orElse("Stopped."));
    }
    if (thrown.isPresent()) {
      return new Threw(
          thrown.get(), Optional.of(Place.at(cell, call.written().offset()).wholeLine()));
    }
    return call.method().getReturnType() == void.class
        ? Value.NONE
        : new Value(value, call.typeName(), true);
  }

  private synchronized void begin(Thread thread) {
    stopping = false;
    running = Optional.of(thread);
    thread.start();
  }

  /** Whether it was stopped. */
  private synchronized boolean end() {
    running = Optional.empty();
    return stopping;
  }

  /** Ends the call that runs, if one does; what it waits for is interrupted. */
  synchronized void stop() {
    stopping = running.isPresent();
    running.ifPresent(Thread::interrupt);
  }
}
