package dev.thaw.notebook;

import dev.thaw.machine.Approver;
import dev.thaw.machine.CleanStream;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Evaluator;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs cells, and keeps all that they show. */
public final class CellRunner {

  /** How wide values are in a played notebook. */
  private static final int WIDTH = 80;

  /**
   * What running a cell gave.
   *
   * @param result how it ended
   * @param acted how many commands that change something it ran
   * @param took how long it took, with the time that the person thought
   * @param outputs what it printed, what the person was told, and its values
   */
  public record Ran(CellResult result, long acted, Duration took, List<Output> outputs) {
    /** Copies the list. */
    public Ran {
      outputs = List.copyOf(outputs);
    }
  }

  private final Supplier<Evaluator> evaluator;
  private final Approver approver;
  private final CapturedInteraction person;

  /**
   * Runs cells in a session.
   *
   * @param evaluator the session, asked for when it is needed first
   * @param approver counts the commands that change something
   * @param person whom the helpers talk to
   */
  public CellRunner(Supplier<Evaluator> evaluator, Approver approver, CapturedInteraction person) {
    this.evaluator = evaluator;
    this.approver = approver;
    this.person = person;
  }

  /**
   * Runs a cell to its end, or to its first failure.
   *
   * @param count as which one it is run, from 1
   * @param printed told what it prints, cleaned, as it comes
   * @param shown told each of its values, as soon as it is there
   */
  public Ran run(String source, int count, Consumer<String> printed, Consumer<Value> shown) {
    var transcript = new Transcript();
    long actedBefore = approver.acted();
    Instant start = Instant.now();
    Evaluator session = evaluator.get();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    System.setOut(CleanStream.of(tee(printed, transcript, "stdout")));
    System.setErr(CleanStream.of(tee(printed, transcript, "stderr")));
    person.into(transcript);
    try {
      CellResult result =
          session.evaluate(
              source,
              value -> {
                transcript.value(TextView.show(value.value(), WIDTH, Style.PLAIN));
                shown.accept(value);
              });
      boolean hasResult = result instanceof Value value && value.hasValue();
      return new Ran(
          result,
          approver.acted() - actedBefore,
          Duration.between(start, Instant.now()),
          transcript.outputs(count, hasResult));
    } finally {
      person.into(null);
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
  }

  private static Consumer<String> tee(
      Consumer<String> printed, Transcript transcript, String stream) {
    return text -> {
      printed.accept(text);
      transcript.print(stream, text);
    };
  }
}
