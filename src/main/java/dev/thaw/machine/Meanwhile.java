package dev.thaw.machine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A look that is taken while the machine does something else: it waits for an answer, not for a
 * processor. Closing it ends a look that is still going on.
 *
 * @param <T> what it finds
 */
public final class Meanwhile<T> implements AutoCloseable {

  private final String purpose;
  private final FutureTask<T> task;

  /**
   * Starts {@code look} on another thread.
   *
   * @param purpose what it is for, as in {@link Command}
   */
  public Meanwhile(String purpose, Supplier<T> look) {
    this.purpose = purpose;
    task = new FutureTask<>(look::get);
    Thread.ofVirtual().name("thaw-meanwhile").start(task);
  }

  /**
   * What it found, once it has; what it threw is thrown here.
   *
   * @throws Trouble.Interrupted if the calling thread was interrupted; the look was ended
   */
  public T found() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      task.cancel(true);
      throw new Trouble.Interrupted(Command.looks(purpose, "true"));
    }
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
