package dev.thaw.kernel;

import dev.thaw.app.CellSession;
import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Trouble;
import dev.thaw.session.Anatomy;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Evaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;

/** Runs cells. */
final class Execution {

  /**
   * How a cell ended.
   *
   * @param content the protocol's fields of it
   * @param goesOn whether those that wait behind it may run
   */
  record Answer(Map<String, Object> content, boolean goesOn) {}

  private final Evaluator evaluator;
  private final CellSession cells;
  private final CellOutput output;
  private final Magics magics = new Magics();
  private final CurrentMachine machine;
  private final History history;
  private int count;

  Execution(Evaluator evaluator, CellOutput output, CurrentMachine machine, History history) {
    this.evaluator = evaluator;
    cells = new CellSession(() -> evaluator, machine::session);
    this.output = output;
    this.machine = machine;
    this.history = history;
  }

  /** Begins a new cell: what interrupts it from now on ends it. */
  void begin() {
    cells.begin();
  }

  /** Runs the cell that was begun, and shows what it gives. */
  Answer run(Request request, ExecuteRequest wanted) {
    boolean silent = wanted.isSilent();
    boolean stored = wanted.shouldStoreHistory() && !silent;
    if (stored || count == 0) {
      count++;
    }
    output.begin(new CellOutput.Cell(request, count, silent, wanted.isStdinEnabled()));
    if (!silent) {
      request
          .publisher()
          .publish(
              request.message(),
              MessageType.PUBLISH_EXECUTE_INPUT,
              Map.of("code", wanted.getCode(), "execution_count", count));
    }
    Magics.Meant meant = magics.read(wanted.getCode());
    CellResult result = run(meant);
    if (!(result instanceof Value value)) {
      ErrorReply failure = ErrorReply.of(result);
      output.failed(failure);
      keep(stored, wanted.getCode(), "");
      return new Answer(
          failure.reply(Map.of("execution_count", count)), !wanted.shouldStopOnError());
    }
    Optional<String> shown = output.end(value.hasValue());
    keep(stored, wanted.getCode(), shown.orElse(""));
    return new Answer(
        Map.of(
            "status",
            "ok",
            "execution_count",
            count,
            "payload",
            payload(meant),
            "user_expressions",
            expressions(wanted.getUserExpr())),
        true);
  }

  private CellResult run(Magics.Meant meant) {
    return switch (meant) {
      case Magics.Meant.Page _, Magics.Meant.Leave _ -> Value.NONE;
      case Magics.Meant.Refused refused -> refused.why();
      case Magics.Meant.Cell cell -> {
        Instant start = Instant.now();
        CellResult result = evaluate(cell.code());
        if (cell.timed()) {
          output.tell("Took " + Duration.between(start, Instant.now()).toMillis() + " ms.");
        }
        yield result;
      }
    };
  }

  private CellResult evaluate(String code) {
    try {
      open(code);
    } catch (Trouble trouble) {
      return new CellResult.Threw(trouble, Optional.empty());
    }
    return cells.run(code, value -> output.value(value.value()));
  }

  /** Opens the machine for the first cell that may look at it. */
  private void open(String code) {
    if (!machine.isOpen()) {
      Anatomy anatomy = evaluator.anatomy(code);
      if (!anatomy.helpers().isEmpty() && !anatomy.calls("on")) {
        machine.open();
      }
    }
  }

  /** What the front end is to do. */
  private List<Object> payload(Magics.Meant meant) {
    return switch (meant) {
      case Magics.Meant.Page page -> {
        var shown = Bundle.of(Helpers.explain(page.name())).data();
        yield List.of(Map.of("source", "page", "data", shown, "start", 0));
      }
      case Magics.Meant.Leave _ -> List.of(Map.of("source", "ask_exit", "keepkernel", false));
      default -> List.of();
    };
  }

  private void keep(boolean stored, String code, String shown) {
    if (stored) {
      history.add(count, code, shown);
    }
  }

  /** What a front end wants to know after the cell, each by its name. */
  private Map<String, Object> expressions(Map<String, String> wanted) {
    var given = new HashMap<String, Object>();
    if (wanted != null) {
      wanted.forEach((name, code) -> given.put(name, expression(code)));
    }
    return given;
  }

  private Map<String, Object> expression(String code) {
    CellResult result = evaluator.continueCell(code, _ -> {});
    if (result instanceof Value value) {
      return Bundle.of(value.value()).content(Map.of("status", "ok"));
    }
    return ErrorReply.of(result).reply(Map.of());
  }
}
