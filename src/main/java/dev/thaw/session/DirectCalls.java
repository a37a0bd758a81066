package dev.thaw.session;

import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import java.util.Objects;
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
    start(thread);
    Optional<Throwable> thrown = Optional.empty();
    Object value = null;
    try {
      value = work.get();
    } catch (ExecutionException e) {
      // Reflection wraps what the helper threw.
      Throwable wrapped = Objects.requireNonNull(e.getCause());
      thrown = Optional.of(Objects.requireNonNull(wrapped.getCause()));
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
    }
    end();
    System.out.flush();
    if (isStopping()) {
      return new Stopped(
          thrown.filter(Trouble.class::isInstance).map(Throwable::getMessage).orElse("Stopped."));
    }
    if (thrown.isPresent()) {
      return new Threw(
          thrown.get(), Optional.of(SourcePosition.at(cell, call.written().offset()).wholeLine()));
    }
    return call.method().getReturnType() == void.class
        ? Value.NONE
        : new Value(value, call.typeName(), true);
  }

  /** Begins a new cell: an earlier stop is over. */
  synchronized void begin() {
    stopping = false;
  }

  private synchronized void start(Thread thread) {
    running = Optional.of(thread);
    thread.start();
    if (stopping) {
      thread.interrupt();
    }
  }

  private synchronized void end() {
    running = Optional.empty();
  }

  /** Whether the cell was stopped. */
  synchronized boolean isStopping() {
    return stopping;
  }

  /** Ends the call that runs, or is about to; what it waits for is interrupted. */
  synchronized void stop() {
    stopping = true;
    running.ifPresent(Thread::interrupt);
  }
}
