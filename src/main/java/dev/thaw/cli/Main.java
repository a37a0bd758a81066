package dev.thaw.cli;

import dev.thaw.arguments.CommandLine;
import dev.thaw.arguments.Syntax;
import dev.thaw.machine.Clean;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.Tty;
import java.util.List;
import java.util.Optional;

/** {@code thaw}: where the program starts. */
public final class Main {

  private Main() {}

  /** Runs the command line and ends with its exit status. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command line and gives its exit status. */
  static int run(String... arguments) {
    var common = new Common();
    try {
      return commandLine(common, List.of(arguments))
          .run(List.of(arguments), System.out, System.err);
    } catch (RuntimeException e) {
      return unexpected(e, common.verbose);
    }
  }

  private static CommandLine commandLine(Common common, List<String> arguments) {
    var thaw =
        new Syntax(
            "thaw",
            "Rescues a NixOS machine that froze in stage 1.",
            "Without a command: a prompt, or the cells that come from standard input.");
    var line = new CommandLine(thaw, common.options(), "thaw " + version());
    thaw.commands(
            Play.syntax(common, arguments),
            Diagnose.syntax(common),
            Eval.syntax(common),
            Practice.syntax(),
            Help.syntax(line::help))
        .does(() -> cells(common));
    return line;
  }

  /** Cells from whoever types them, or from standard input. */
  private static int cells(Common common) {
    return Tty.is(0) && Tty.is(1) ? new Repl(common).run() : Eval.standardInput(common);
  }

  /** Says that Thaw itself failed; the stack trace only for who asks for it. */
  private static int unexpected(RuntimeException e, boolean verbose) {
    System.err.println(Clean.text("Thaw itself failed: " + e));
    if (verbose) {
      e.printStackTrace();
    } else {
      System.err.println("Run it with --verbose to see where, and report it.");
    }
    return Status.FAILED;
  }

  /** The version, from the manifest of the jar. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(development)");
  }
}
