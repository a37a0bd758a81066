package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session of cells: what one declares, the next can use. Cells run in this JVM, print to {@code
 * System.out}, and give their values as objects. One cell at a time; only {@link #stop()} and
 * {@link #warm()} may be called from another thread.
 *
 * <p>A call of a helper with literals runs at once. All else is for JShell, which begins when it is
 * needed first, or in the background before that; it is told of those calls afterwards, so that
 * their values are its own, too.
 */
public final class Evaluator implements AutoCloseable {

  private static final CellResult STOPPED = new Stopped("Stopped.");

  private final HelperCatalogue catalogue;
  private final List<String> imports;
  private final DirectCalls calls = new DirectCalls();

  /** The calls that JShell was not told of yet. */
  private final List<Past> untold = new ArrayList<>();

  /** JShell, when it knows of the calls that it was told of; null until it begins. */
  private @Nullable CompletableFuture<JShellSession> shell;

  /** What cells have declared or imported; * when that is more than can be told. */
  private volatile Set<String> ownNames = Set.of();

  private record Past(String source, CellResult result) {}

  /**
   * A session whose JShell has not begun.
   *
   * @param catalogue the helpers that cells can call by their bare names
   * @param imports what else to import, as in {@code dev.thaw.storage.*}
   */
  public Evaluator(HelperCatalogue catalogue, List<String> imports) {
    this.catalogue = catalogue;
    this.imports = List.copyOf(imports);
  }

  /** A session with Thaw's own helpers, and the types that they give. */
  public static Evaluator withHelpers() {
    return withHelpers(List.of());
  }

  /**
   * A session with Thaw's own helpers, and the types that they give.
   *
   * @param more what else to import, as in {@code static dev.thaw.kernel.Display.*}
   */
  public static Evaluator withHelpers(List<String> more) {
    var imports =
        new ArrayList<>(
            List.of(
                "dev.thaw.storage.*",
                "dev.thaw.nixos.*",
                "dev.thaw.boot.*",
                "static dev.thaw.storage.Health.*"));
    imports.addAll(more);
    return new Evaluator(HelperCatalogue.of(Helpers.class), imports);
  }

  // ---- JShell

  /** Has JShell begin in the background, if it has not. */
  private synchronized CompletableFuture<JShellSession> begin() {
    CompletableFuture<JShellSession> begun = shell;
    return begun != null
        ? begun
        : tell(CompletableFuture.supplyAsync(() -> new JShellSession(catalogue, imports)));
  }

  /**
   * Has JShell begin in the background, if it has not, and run something: the first time takes
   * longest. It is left alone once it has begun: a cell may be running in it.
   */
  public synchronized void warm() {
    if (shell == null) {
      shell =
          begin()
              .thenApplyAsync(ready -> {
                // A statement leaves nothing behind.
                ready.evaluate("assert true;", _ -> {});
                return ready;
              });
    }
  }

  /** Whether JShell is there, and nobody has to wait for it. */
  public synchronized boolean isReady() {
    return shell != null && shell.isDone() && !shell.isCompletedExceptionally();
  }

  /** Has JShell know of the calls that were run without it, in the background. */
  private synchronized CompletableFuture<JShellSession> tell(
      CompletableFuture<JShellSession> begun) {
    List<Past> past = List.copyOf(untold);
    untold.clear();
    CompletableFuture<JShellSession> told =
        begun.thenApplyAsync(ready -> {
          past.forEach(call -> ready.recall(call.source(), call.result()));
          return ready;
        });
    shell = told;
    return told;
  }

  private JShellSession shell() {
    return begin().join();
  }

  // ---- cells

  /** Runs a cell to its end, or to its first failure. */
  public CellResult evaluate(String cell) {
    return evaluate(cell, value -> {});
  }

  /**
   * Runs a cell to its end, or to its first failure.
   *
   * @param each told the value of every expression in the cell, as soon as it is there
   */
  public CellResult evaluate(String cell, Consumer<Value> each) {
    beginCell();
    return continueCell(cell, each);
  }

  /**
   * Begins a new cell: an earlier stop is over, and one from now on ends the cell, whether any of
   * it has run by then or not.
   */
  public void beginCell() {
    calls.begin();
  }

  /**
   * Runs some code as a part of the cell that was begun, to its end, or to its first failure;
   * nothing of it, if the cell was stopped.
   *
   * @param each told the value of every expression in it, as soon as it is there
   */
  public CellResult continueCell(String code, Consumer<Value> each) {
    if (calls.isStopping()) {
      return STOPPED;
    }
    Optional<HelperCall> call = call(code);
    return call.isPresent() ? run(code, call.get(), each) : run(code, each);
  }

  private CellResult run(String cell, HelperCall call, Consumer<Value> each) {
    CellResult result = calls.run(cell, call);
    past(new Past(call.written().source(), result));
    if (result instanceof Value value && value.hasValue()) {
      each.accept(value);
    }
    return result;
  }

  private CellResult run(String cell, Consumer<Value> each) {
    JShellSession ready = shell();
    ready.begin();
    // Asked only now: a stop before this was not JShell's, and one after it is.
    if (calls.isStopping()) {
      return STOPPED;
    }
    try {
      return ready.evaluate(cell, each);
    } finally {
      ownNames = ready.ownNames();
    }
  }

  private synchronized void past(Past call) {
    untold.add(call);
    if (shell != null) {
      var _ = tell(shell);
    }
  }

  private Optional<HelperCall> call(String cell) {
    return HelperCall.in(cell, catalogue, ownNames);
  }

  /** Has JShell begin in the background, if that cell needs it. */
  public void expect(String cell) {
    if (call(cell).isEmpty()) {
      var _ = begin();
    }
  }

  /** The variables that a cell would declare, in order; found without running anything. */
  public List<Declaration> declarations(String cell) {
    return shell().declarations(cell);
  }

  /** What a cell consists of; it is not run. */
  public Anatomy anatomy(String cell) {
    return call(cell)
        .map(call -> new Anatomy(List.of(call.helper()), true, false))
        .orElseGet(() -> shell().anatomy(cell));
  }

  /** Whether the cell ends where its last snippet does. */
  public boolean isComplete(String cell) {
    return call(cell).isPresent() || shell().isComplete(cell);
  }

  /** Whether all of a cell can be parsed; what its names mean is not asked. */
  public boolean isJava(String cell) {
    return call(cell).isPresent() || shell().isJava(cell);
  }

  // ---- what helps to write them

  /** What JShell suggests at the cursor. */
  List<Candidate> suggestions(String cell, int cursor, CallSite site) {
    return shell().suggestions(cell, cursor, site);
  }

  /** What JShell knows of what stands at the cursor, in Markdown; may be empty. */
  String documentation(String cell, int cursor, boolean text) {
    return shell().documentation(cell, cursor, text);
  }

  /** The names of the variables that cells have declared. */
  public Set<String> variables() {
    return shell().variables();
  }

  /** The variables that cells have declared, in order, with what they hold. */
  public List<Variable> values() {
    return shell().values();
  }

  /**
   * Ends the running cell, if there is one: the command that a helper waits for, a sleep, a loop.
   * The session and its variables stay.
   */
  public synchronized void stop() {
    calls.stop();
    if (shell != null && isReady()) {
      shell.join().stop();
    }
  }

  /** Ends the session; JShell is not waited for. */
  @Override
  public synchronized void close() {
    if (shell != null) {
      var _ = shell.thenAccept(JShellSession::close);
    }
  }
}
