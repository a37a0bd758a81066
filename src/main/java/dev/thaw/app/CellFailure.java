package dev.thaw.app;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Output;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Incomplete;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import dev.thaw.view.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Why a cell of a notebook failed.
 *
 * @param status the exit status for it
 * @param text the sentences for the screen
 * @param plain the same without colours
 * @param kind what kind of failure it is, one word
 */
public record CellFailure(int status, String text, String plain, String kind) {

  /**
   * Says why a cell failed.
   *
   * @param where what the cell is called: "step 7"
   * @param attended whether somebody could be asked
   * @param verbose whether to show where the failure comes from
   * @param width how wide the screen is; 0 when it does not matter
   */
  public static CellFailure of(
      CellResult result, String where, Style style, boolean attended, boolean verbose, int width) {
    var plain = new ByteArrayOutputStream();
    new FailureReport(print(plain), Style.PLAIN, where, attended, false, 0).of(result);
    var text = new ByteArrayOutputStream();
    int status = new FailureReport(print(text), style, where, attended, verbose, width).of(result);
    return new CellFailure(status, printed(text), printed(plain), kind(result));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String printed(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private static String kind(CellResult result) {
    return switch (result) {
      case Stopped _ -> "Interrupted";
      case Threw threw -> threw.thrown().getClass().getSimpleName();
      default -> result.getClass().getSimpleName();
    };
  }

  /** The refusal to change something, if that is why the cell failed. */
  public static Optional<Trouble.HeldBack> heldBack(CellResult result) {
    return trouble(result)
        .filter(Trouble.HeldBack.class::isInstance)
        .map(Trouble.HeldBack.class::cast);
  }

  /** Whether the cell failed because the person said no. */
  public static boolean isRefused(CellResult result) {
    return trouble(result).filter(Trouble.NotApproved.class::isInstance).isPresent();
  }

  private static Optional<Trouble> trouble(CellResult result) {
    return result instanceof Threw threw ? FailureReport.trouble(threw.thrown()) : Optional.empty();
  }

  /** Why a cell failed, in one line. */
  public static String line(CellResult result) {
    return Clean.line(
        switch (result) {
          case Threw(Throwable thrown, _) ->
              FailureReport.trouble(thrown).map(Throwable::getMessage).orElseGet(thrown::toString);
          case CompileError error -> error.message();
          case Stopped stopped -> stopped.what();
          case Incomplete incomplete -> incomplete.message();
          case Value _ -> "";
        });
  }

  /** As the played notebook keeps it. */
  public Output.Failure output() {
    return new Output.Failure(kind, plain, plain.lines().toList());
  }
}
