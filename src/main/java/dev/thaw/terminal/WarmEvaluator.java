package dev.thaw.terminal;

import dev.thaw.session.Evaluator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A session that gets ready in the background, while the first text is read. */
public final class WarmEvaluator implements Supplier<Evaluator>, AutoCloseable {

  private final CompletableFuture<Evaluator> evaluator =
      CompletableFuture.supplyAsync(() -> {
        Evaluator fresh = Evaluator.withHelpers();
        // The first evaluation is the slow one; a statement leaves nothing behind.
        fresh.evaluate("assert true;");
        return fresh;
      });

  @Override
  public Evaluator get() {
    return evaluator.join();
  }

  @Override
  public void close() {
    // Whoever leaves at once does not wait until it is ready.
    evaluator.thenAccept(Evaluator::close);
  }
}
