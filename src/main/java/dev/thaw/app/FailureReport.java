package dev.thaw.app;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Incomplete;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.SourcePosition;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.io.PrintStream;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says on standard error why a cell did not pass.
 *
 * @param file what the cells are from, a file's name or "step 7"; empty when they were given
 *     directly
 * @param attended whether somebody could be asked
 * @param verbose whether to show the stack trace of what is no trouble
 * @param width how many cells a line of sentences may have; 0 for any number
 */
public record FailureReport(
    PrintStream err, Style style, String file, boolean attended, boolean verbose, int width) {

  /** The class that JShell makes of a cell: Java names it where a variable of the cell is meant. */
  private static final Pattern CLASS_OF_A_CELL = Pattern.compile("\\bREPL\\.\\$JShell\\$\\w+\\.");

  /** Reports a result and gives the exit status for it. */
  public int of(CellResult result) {
    return switch (result) {
      case Value _ -> ExitStatus.PASSED;
      case CompileError error -> {
        where(error.place());
        say(error.message(), error.hint());
        yield ExitStatus.FAILED;
      }
      case Threw threw -> threw(threw);
      case Stopped stopped -> {
        err.println(Clean.text(stopped.what()));
        yield ExitStatus.INTERRUPTED;
      }
      case Incomplete incomplete -> {
        where(incomplete.place());
        say(incomplete.message(), "");
        yield ExitStatus.FAILED;
      }
    };
  }

  private int threw(Threw threw) {
    threw.place().ifPresent(this::where);
    Optional<Trouble> trouble = trouble(threw.thrown());
    if (trouble.isEmpty()) {
      String message = threw.thrown().getMessage();
      // What a cell asserts is the runbook's checkpoint, not a fault of the program.
      String name =
          threw.thrown() instanceof AssertionError
              ? "The check does not hold"
              : threw.thrown().getClass().getSimpleName();
      say(
          message == null ? name : name + ": " + CLASS_OF_A_CELL.matcher(message).replaceAll(""),
          "");
      if (verbose) {
        threw.thrown().printStackTrace(err);
      }
      return ExitStatus.FAILED;
    }
    return trouble(trouble.get());
  }

  /** Reports a trouble and gives the exit status for it. */
  public int trouble(Trouble trouble) {
    say(trouble.getMessage(), trouble.next());
    return switch (trouble) {
      case Trouble.NotApproved _ -> attended ? ExitStatus.FAILED : ExitStatus.NOT_APPROVED;
      case Trouble.Unreachable _ -> ExitStatus.UNREACHABLE;
      default -> ExitStatus.FAILED;
    };
  }

  /** The trouble itself, or the one that something else was thrown because of. */
  public static Optional<Trouble> trouble(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Trouble trouble) {
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }

  private void where(SourcePosition place) {
    boolean oneLine = file.isEmpty() && place.line() == 1;
    String line = (file.isEmpty() ? "" : file + ", ") + "line " + place.line();
    if (!oneLine) {
      err.println(style.paint(Tone.DIM, line + ":"));
    }
    err.println(place.pointed().indent(2).stripTrailing());
  }

  private void say(String what, String next) {
    lines(Clean.text(what), width).forEach(line -> err.println(style.paint(Tone.BAD, line)));
    if (!next.isEmpty()) {
      lines(Clean.text(next), width).forEach(err::println);
    }
  }

  /**
   * Breaks long sentences between words; what is indented is a tool's own, and stays.
   *
   * @param text already cleaned
   * @param width how many cells a line may have; 0 for any number
   */
  public static Stream<String> lines(String text, int width) {
    return text.lines()
        .flatMap(line -> fits(line, width) ? Stream.of(line) : Width.wrap(line, width).stream());
  }

  private static boolean fits(String line, int width) {
    return width == 0 || line.startsWith(" ") || Width.of(line) <= width;
  }
}
