package dev.thaw.cli;

import dev.thaw.machine.Clean;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.Tty;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thaw}: where the program starts. */
@Command(
    name = "thaw",
    description = {
      "Rescues a NixOS machine that froze in stage 1.",
      "Without a command: a prompt, or the cells that come from standard input."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    subcommands = {
      Play.class,
      Diagnose.class,
      Eval.class,
      Practice.class,
      KernelCommand.class,
      Help.class
    })
public final class Main implements Callable<Integer> {

  /** Where one of these is given, cells are hardly run. */
  private static final Set<String> WITHOUT_CELLS =
      Set.of("diagnose", "practice", "help", "kernel", "-h", "--help", "-V", "--version");

  @Mixin Common common = new Common();

  @Spec private CommandSpec spec;

  /** Runs the command line and ends with its exit status. */
  public static void main(String[] arguments) {
    System.exit(KernelCommand.serve(arguments).orElseGet(() -> run(arguments)));
  }

  /** Runs the command line and gives its exit status. */
  static int run(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  /** The command line; what runs cells finds a session that gets ready while that is read. */
  static CommandLine commandLine(String... arguments) {
    var main = new Main();
    if (Stream.of(arguments).noneMatch(WITHOUT_CELLS::contains)) {
      main.common.beginEvaluator();
    }
    return new CommandLine(main)
        .setParameterExceptionHandler(Eval::usage)
        .setExecutionExceptionHandler((e, _, _) -> main.unexpected(e));
  }

  /** Says that Thaw itself failed; the stack trace only for who asks for it. */
  private int unexpected(Exception e) {
    System.err.println(Clean.text("Thaw itself failed: " + e));
    if (common.verbose) {
      e.printStackTrace();
    } else {
      System.err.println("Run it with --verbose to see where, and report it.");
    }
    return Status.FAILED;
  }

  @Override
  public Integer call() {
    if (!Tty.is(0) || !Tty.is(1)) {
      return Eval.standardInput(common, spec);
    }
    return prompt();
  }

  /** Opens the prompt, and gives its exit status. */
  int prompt() {
    return new Repl(common, spec).run();
  }

  /** The version, from the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"thaw " + text()};
    }

    /** The bare version. */
    static String text() {
      return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
          .orElse("(development)");
    }
  }
}
