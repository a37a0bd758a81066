package dev.thaw.app;

import dev.thaw.machine.CleanStream;
import dev.thaw.notebook.CellRun;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Evaluator;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Cells run on a machine: the loop that all front ends have in common, who only draw. */
public final class CellSession {

  /** How wide values are in what is kept. */
  private static final int WIDTH = 80;

  private final Supplier<Evaluator> evaluator;
  private final Supplier<Optional<Session>> machine;

  /**
   * Cells for a machine.
   *
   * @param evaluator what evaluates them, asked for when it is needed first
   * @param machine the session on the machine that cells work on by now; empty while no cell has
   *     wanted one
   */
  public CellSession(Supplier<Evaluator> evaluator, Supplier<Optional<Session>> machine) {
    this.evaluator = evaluator;
    this.machine = machine;
  }

  /** Begins a new cell: what interrupts it from now on ends it. */
  public void begin() {
    evaluator.get().beginCell();
  }

  /**
   * Runs the cell that was begun to its end, or to its first failure. What its values tell of the
   * machine is learnt, and that it told the machine to restart is noticed.
   *
   * @param shown told each of its values, as soon as it is there
   */
  public CellResult run(String source, Consumer<Value> shown) {
    Optional<Session> session = machine.get();
    long before = session.map(Session::acted).orElse(0L);
    CellResult result =
        evaluator
            .get()
            .continueCell(
                source,
                value -> {
                  machine.get().ifPresent(now -> now.known().learn(value.value()));
                  shown.accept(value);
                });
    session.ifPresent(it -> {
      boolean acted = it.acted() > before;
      // A practice machine is there again at once.
      if (it.practice().isEmpty() && acted && evaluator.get().anatomy(source).calls("reboot")) {
        it.status().restarting();
      }
      if (result instanceof Value) {
        it.status().retry();
      }
    });
    return result;
  }

  /**
   * Begins and runs a cell, and keeps all that it shows.
   *
   * @param count as which one it is run, from 1
   * @param interaction whom the helpers talk to
   * @param printed told what it prints, cleaned, as it comes
   * @param shown told each of its values, as soon as it is there
   */
  public CellRun captured(
      String source,
      int count,
      CapturedInteraction interaction,
      Consumer<String> printed,
      Consumer<Value> shown) {
    var transcript = new Transcript();
    long before = machine.get().map(Session::acted).orElse(0L);
    Instant start = Instant.now();
    begin();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    System.setOut(CleanStream.of(tee(printed, transcript, "stdout")));
    System.setErr(CleanStream.of(tee(printed, transcript, "stderr")));
    interaction.into(transcript);
    try {
      CellResult result =
          run(
              source,
              value -> {
                transcript.value(TextView.show(value.value(), WIDTH, Style.PLAIN));
                shown.accept(value);
              });
      boolean hasResult = result instanceof Value value && value.hasValue();
      return new CellRun(
          result,
          machine.get().map(Session::acted).orElse(0L) - before,
          Duration.between(start, Instant.now()),
          transcript.outputs(count, hasResult));
    } finally {
      interaction.into(null);
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
