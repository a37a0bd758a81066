package dev.thaw.cli;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Person;
import dev.thaw.session.CellResult;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.Report;
import dev.thaw.terminal.Session;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code thaw eval}: runs cells and leaves; the exit status tells. */
@Command(
    name = "eval",
    description = "Runs cells and leaves.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:all cells passed",
      " 1:a cell failed; the ones after it did not run",
      " 2:the command line makes no sense",
      " 3:something needed approval, and nobody could be asked",
      " 4:the machine could not be reached",
      "130:ended by Ctrl-C"
    },
    footer = "")
final class Eval implements Callable<Integer> {

  private static final String STANDARD_INPUT = "standard input";

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CODE|FILE.jsh|-",
      description = "Java with helpers, a file of it, or - for standard input.")
  private String code;

  @Override
  public Integer call() {
    String file = file();
    return evaluate(main.common, spec, file, cells(file));
  }

  /** Evaluates what comes on standard input, and gives the exit status. */
  static int standardInput(Common common, CommandSpec spec) {
    try {
      var cells = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      return evaluate(common, spec, STANDARD_INPUT, cells);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), STANDARD_INPUT + " can't be read.");
    }
  }

  private static int evaluate(Common common, CommandSpec spec, String file, String cells) {
    int width = Tty.is(1) ? Tty.width() : 80;
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    Style errStyle = Style.of(Tty.is(2), System.getenv(), System.err.charset());
    Person person = common.person(System.err, Tty.is(2), System.err::println);
    boolean attended = person instanceof TerminalPerson;
    var report =
        new Report(
            System.err, errStyle, file, attended, common.verbose, Tty.is(2) ? Tty.width() : 0);
    try (Session session = common.session(spec, person);
        var evaluator = common.evaluator().join();
        var _ = new Interrupts(evaluator::stop, session::close)) {
      session.begin();
      CellResult result =
          evaluator.evaluate(
              cells,
              value -> {
                if (person instanceof TerminalPerson terminal) {
                  terminal.clearProgress();
                }
                System.out.println(TextView.show(value.value(), width, style));
              });
      return report.of(result);
    }
  }

  /** The file's name, or nothing when the code is the argument itself. */
  private String file() {
    if (code.equals("-")) {
      return STANDARD_INPUT;
    }
    try {
      return code.endsWith(".jsh") || Files.exists(Path.of(code)) ? Clean.line(code) : "";
    } catch (InvalidPathException e) {
      return "";
    }
  }

  private String cells(String file) {
    if (file.isEmpty()) {
      return code;
    }
    try {
      return code.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(code));
    } catch (MalformedInputException e) {
      throw new ParameterException(spec.commandLine(), file + " is no text in UTF-8.");
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), file + " can't be read.");
    }
  }

  /** Says what is wrong with the command line in a sentence, and where to read more. */
  static int usage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println(Clean.text(e.getMessage()));
    command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
    return Status.USAGE;
  }
}
