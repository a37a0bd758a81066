package dev.thaw.cli;

import dev.thaw.app.CellSession;
import dev.thaw.app.ExitStatus;
import dev.thaw.app.FailureReport;
import dev.thaw.app.Session;
import dev.thaw.machine.Clean;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.notebook.OwnFile;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.session.CellResult;
import dev.thaw.session.Evaluator;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code thaw eval}: runs cells and leaves; the exit status tells. */
@Command(
    name = "eval",
    description = "Runs cells and leaves.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all cells passed",
      " 1:a cell failed; the ones after it did not run",
      " 2:the command line makes no sense, or the code ends in the middle",
      " 3:something needed approval, and nobody could be asked",
      " 4:the machine could not be reached, or was lost",
      " 5:what was printed could not be written",
      "130:ended by Ctrl-C",
      "141:all passed, but who read the output left before its end"
    },
    footer = "")
final class Eval implements Callable<Integer> {

  private static final String STANDARD_INPUT = "standard input";

  /**
   * What can be no Java, but the name of a file: {@code ./cells}, {@code ~/cells}, {@code /cells}.
   */
  private static final Pattern PATH = Pattern.compile("(~|\\.{1,2})?/[^/*\\s]\\S*");

  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "CODE|FILE.jsh|-",
      description = "Java with helpers, a file of it, or - for standard input.")
  private String code;

  @Override
  public Integer call() {
    return evaluate(main.common, code);
  }

  /** Evaluates what the command line names, and gives the exit status. */
  static int evaluate(Common common, String code) {
    String file = file(code);
    return evaluate(common, file, cells(code, file));
  }

  /** Evaluates what comes on standard input, and gives the exit status. */
  static int standardInput(Common common) {
    return evaluate(common, STANDARD_INPUT, input());
  }

  private static int evaluate(Common common, String file, String cells) {
    int width = Tty.is(1) ? Tty.width() : 80;
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    Style errStyle = Style.of(Tty.is(2), System.getenv(), System.err.charset());
    if (cells.isBlank()) {
      throw new Misuse(
          "There is nothing to run: " + (file.isEmpty() ? "the code" : file) + " is empty.");
    }
    UserInteraction interaction = common.person(System.err, Tty.is(2), Common::tell);
    boolean attended = interaction instanceof TerminalPerson;
    var report =
        new FailureReport(
            System.err, errStyle, file, attended, common.verbose, Tty.is(2) ? Tty.width() : 0);
    try (Session session = common.session(interaction)) {
      // Before anything else: it is made while the rest gets ready.
      session.practice().ifPresent(PracticeMachine::begin);
      try (var evaluator = Evaluator.withHelpers();
          var _ = new Interrupts(evaluator::stop, session::close)) {
        evaluator.expect(cells);
        session.context().bind();
        // Not a new cell from here: what Ctrl-C has stopped by now does not run.
        CellResult result =
            new CellSession(() -> evaluator, () -> Optional.of(session))
                .run(
                    cells,
                    value -> {
                      if (interaction instanceof TerminalPerson terminal) {
                        terminal.clearProgress();
                      }
                      String shown = TextView.show(value.value(), width, style);
                      // A line of the installed system's shell may have printed nothing.
                      System.out.print(shown.isEmpty() ? "" : shown + "\n");
                    });
        int status = report.of(result);
        // Nothing ran: what was typed is no cell.
        return result instanceof CellResult.Incomplete ? ExitStatus.USAGE : status;
      }
    }
  }

  /** The file's name, or nothing when the code is the argument itself. */
  private static String file(String code) {
    if (code.equals("-")) {
      return STANDARD_INPUT;
    }
    try {
      boolean named = code.endsWith(".jsh") || PATH.matcher(code).matches();
      return named || Files.exists(Path.of(code)) ? Clean.line(code) : "";
    } catch (InvalidPathException e) {
      return "";
    }
  }

  private static String cells(String code, String file) {
    if (file.isEmpty()) {
      return code;
    }
    try {
      return code.equals("-") ? input() : OwnFile.text(Path.of(code));
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
  }

  private static String input() {
    try {
      return OwnFile.text(STANDARD_INPUT, System.in.readAllBytes());
    } catch (IOException e) {
      throw new Misuse(STANDARD_INPUT + " can't be read: " + FileTrouble.why(e) + ".");
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
  }
}
