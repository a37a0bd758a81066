package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.machine.Clean;
import dev.thaw.terminal.Outlet;
import dev.thaw.terminal.Tty;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thaw}: where the program starts. */
@Command(
    name = "thaw",
    description = {
      "Rescues a NixOS machine that froze in stage 1.",
      "Without a command: a prompt, or the cells that come from standard input."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.Provider.class,
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

  @Mixin Common common = new Common();

  /** Runs the command line and ends with its exit status. */
  public static void main(String[] arguments) {
    Outlet.Both outlets = Outlet.Both.open();
    System.exit(outlets.status(run(arguments)));
  }

  /** Runs the command line and gives its exit status. */
  static int run(String... arguments) {
    return Plain.run(arguments).orElseGet(() -> read(arguments));
  }

  private static int read(String... arguments) {
    var main = new Main();
    var line = new CommandLine(main);
    HiddenOptions.hide(line.getSubcommands());
    // A machine may be called as a command is: --on practice. A symptom may begin with @.
    line.setAllowSubcommandsAsOptionParameters(true).setExpandAtFiles(false);
    return line.setParameterExceptionHandler((e, _) -> misused(Wording.of(e), e.getCommandLine()))
        .setExecutionExceptionHandler((e, command, _) ->
            e instanceof Misuse misuse
                ? misused(misuse.getMessage(), command)
                : unexpected(e, main.common))
        .execute(arguments);
  }

  private static int misused(String sentence, CommandLine command) {
    return Misuse.say(sentence, command.getCommandSpec().qualifiedName());
  }

  /** Says that Thaw itself failed; the stack trace only for who asks for it. */
  static int unexpected(Exception e, Common common) {
    System.err.println(Clean.text("Thaw itself failed: " + e));
    if (common.verbose) {
      e.printStackTrace();
    } else {
      System.err.println("Run it with --verbose to see where, and report it.");
    }
    return ExitStatus.FAILED;
  }

  @Override
  public Integer call() {
    return withoutCommand(common);
  }

  /** Opens the prompt, or evaluates standard input; gives the exit status. */
  static int withoutCommand(Common common) {
    return Tty.is(0) && Tty.is(1) ? new Repl(common).run() : Eval.standardInput(common);
  }
}
