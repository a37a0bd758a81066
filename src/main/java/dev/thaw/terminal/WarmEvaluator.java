package dev.thaw.terminal;

import dev.thaw.session.Evaluator;
import java.util.Optional;
import java.util.function.Supplier;

/** The session of cells at a terminal: it can be begun anew. */
public final class WarmEvaluator implements Supplier<Evaluator>, AutoCloseable {

  private volatile Evaluator evaluator;

  /** Begins with a session. */
  public WarmEvaluator(Evaluator first) {
    evaluator = first;
  }

  @Override
  public Evaluator get() {
    return evaluator;
  }

  /** The session, if its JShell is ready. */
  public Optional<Evaluator> ifReady() {
    return Optional.of(evaluator).filter(Evaluator::isReady);
  }

  /** Ends the session, and begins one that knows nothing of it. */
  public void restart() {
    close();
    evaluator = Evaluator.withHelpers();
    evaluator.warm();
  }

  @Override
  public void close() {
    evaluator.close();
  }
}
