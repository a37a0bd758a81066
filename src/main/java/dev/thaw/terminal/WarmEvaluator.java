package dev.thaw.terminal;

import dev.thaw.session.Evaluator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A session that gets ready in the background, while the first text is read. */
public final class WarmEvaluator implements Supplier<Evaluator>, AutoCloseable {

  private volatile CompletableFuture<Evaluator> evaluator;

  /**
   * Warms a session.
   *
   * @param begun the session, which gets ready itself
   */
  public WarmEvaluator(CompletableFuture<Evaluator> begun) {
    evaluator = warm(begun);
  }

  private static CompletableFuture<Evaluator> warm(CompletableFuture<Evaluator> begun) {
    return begun.thenApplyAsync(fresh -> {
      // The first evaluation is the slow one; a statement leaves nothing behind.
      fresh.evaluate("assert true;");
      return fresh;
    });
  }

  @Override
  public Evaluator get() {
    return evaluator.join();
  }

  /** The session, if it is ready. */
  public Optional<Evaluator> ifReady() {
    CompletableFuture<Evaluator> now = evaluator;
    return now.isDone() && !now.isCompletedExceptionally()
        ? Optional.of(now.join())
        : Optional.empty();
  }

  /** Ends the session, and begins one that knows nothing of it. */
  public void restart() {
    close();
    evaluator = warm(CompletableFuture.supplyAsync(Evaluator::withHelpers));
  }

  @Override
  public void close() {
    // Whoever leaves at once does not wait until it is ready.
    evaluator.thenAccept(Evaluator::close);
  }
}
