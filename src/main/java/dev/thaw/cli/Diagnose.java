package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.app.FailureReport;
import dev.thaw.app.Session;
import dev.thaw.boot.BootAnswer;
import dev.thaw.boot.Diagnosis;
import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.FileTrouble;
import dev.thaw.machine.Trouble;
import dev.thaw.machine.UserInteraction;
import dev.thaw.notebook.OwnFile;
import dev.thaw.rescue.Rescue;
import dev.thaw.terminal.Interrupts;
import dev.thaw.terminal.TerminalPerson;
import dev.thaw.terminal.Tty;
import dev.thaw.view.DiagnosisJson;
import dev.thaw.view.Pictures;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code thaw diagnose}: says what keeps the machine from booting, and changes nothing. */
@Command(
    name = "diagnose",
    description = "Says what keeps the machine from booting, and changes nothing.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:the report was made, whatever it says; with --exit-code: it boots",
      " 1:it could not be made",
      " 2:the command line makes no sense",
      " 3:something needed approval, and nobody could be asked",
      " 4:the machine could not be reached, or was lost",
      " 5:what was printed could not be written",
      "10:with --exit-code: it does not boot",
      "11:with --exit-code: whether it boots can't be told",
      "130:ended by Ctrl-C",
      "141:all passed, but who read the output left before its end"
    },
    footer = "")
final class Diagnose implements Callable<Integer> {

  @ParentCommand private Main main;

  @Option(
      names = "--symptom",
      paramLabel = "TEXT",
      description =
          "The last lines on the screen, as you read them there; @FILE reads a file, @- the"
              + " standard input.")
  private @Nullable String symptom;

  @Option(names = "--json", description = "Prints the report as JSON.")
  private boolean json;

  @Option(
      names = "--exit-code",
      description = "Tells by the exit status whether the machine boots.")
  private boolean exitCode;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description =
          "Also draws the way up into this file: what starts by default, and the others in short.")
  private @Nullable Path svg;

  @Override
  public Integer call() {
    int width = Tty.is(1) ? Tty.width() : 80;
    Style errStyle = Style.of(Tty.is(2), System.getenv(), System.err.charset());
    Optional<String> seen = Optional.ofNullable(symptom).map(Diagnose::read);
    UserInteraction interaction = main.common.person(System.err, Tty.is(2), Common::tell);
    boolean attended = interaction instanceof TerminalPerson;
    var report =
        new FailureReport(
            System.err, errStyle, "", attended, main.common.verbose, Tty.is(2) ? Tty.width() : 0);
    Thread caller = Thread.currentThread();
    try (Session session = main.common.session(interaction);
        var _ = new Interrupts(caller::interrupt, session::close)) {
      Rescue rescue = session.rescue();
      rescue.mode(ExecutionMode.READ_ONLY);
      Diagnosis diagnosis = rescue.diagnose(seen.orElse(""));
      if (interaction instanceof TerminalPerson terminal) {
        terminal.clearProgress();
      }
      Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
      System.out.println(
          json
              ? DiagnosisJson.of(diagnosis, session.rescue().machine().name())
              : TextView.show(diagnosis, width, style));
      int drawn = svg == null ? ExitStatus.PASSED : draw(diagnosis, svg);
      return drawn == ExitStatus.PASSED && exitCode ? status(diagnosis) : drawn;
    } catch (Trouble.Interrupted interrupted) {
      System.err.println(Clean.text(interrupted.getMessage()));
      return ExitStatus.INTERRUPTED;
    } catch (Trouble trouble) {
      return report.trouble(trouble);
    }
  }

  /** The symptom itself, or what is in the file that is named behind an @. */
  private static String read(String symptom) {
    if (!symptom.startsWith("@")) {
      return symptom;
    }
    try {
      return symptom.equals("@-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : OwnFile.text(Path.of(symptom.substring(1)));
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    } catch (IOException e) {
      throw new Misuse(
          new Trouble.Rejected(
              "The standard input can't be read: " + FileTrouble.why(e) + ".",
              "Name a file: --symptom @FILE."));
    }
  }

  /** 0, 10 or 11: whether the machine boots. */
  private static int status(Diagnosis diagnosis) {
    return switch (BootAnswer.of(diagnosis)) {
      case BOOTS -> ExitStatus.PASSED;
      case DOES_NOT -> ExitStatus.DOES_NOT_BOOT;
      case CANT_BE_TOLD -> ExitStatus.CANT_BE_TOLD;
    };
  }

  /** Draws the default's chain into a file. */
  private static int draw(Diagnosis diagnosis, Path svg) {
    Optional<String> picture = Pictures.svg(diagnosis);
    if (picture.isEmpty()) {
      System.err.println("There is no boot chain to draw.");
      return ExitStatus.FAILED;
    }
    try {
      Files.writeString(svg, picture.get());
      return ExitStatus.PASSED;
    } catch (IOException e) {
      String name = Clean.line(svg.toString());
      System.err.println(name + " can't be written: " + FileTrouble.why(e) + ".");
      System.err.println("Name another file: --svg FILE. The report itself was made.");
      return ExitStatus.FAILED;
    }
  }
}
