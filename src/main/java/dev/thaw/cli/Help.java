package dev.thaw.cli;

import dev.thaw.arguments.Syntax;
import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.util.Optional;
import java.util.function.Function;

/** {@code thaw help}: the same texts as {@code help()} and {@code explain(…)} in a cell. */
final class Help {

  private final Function<String, Optional<String>> commands;
  private String name;

  private Help(Function<String, Optional<String>> commands) {
    this.commands = commands;
  }

  /**
   * The command.
   *
   * @param commands gives the help about another command, or nothing
   */
  static Syntax syntax(Function<String, Optional<String>> commands) {
    var help = new Help(commands);
    return new Syntax("help", "Explains a helper, or lists them all.")
        .optionalOperand(
            "HELPER",
            "A helper, such as mountAll; or a command, such as eval.",
            value -> help.name = value)
        .does(help::run);
  }

  private int run() {
    Optional<String> command = name == null ? Optional.empty() : commands.apply(name);
    if (command.isPresent()) {
      System.out.print(command.get());
      return Status.PASSED;
    }
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    try {
      Object page = name == null ? Helpers.help() : Helpers.explain(name);
      System.out.println(TextView.show(page, Tty.is(1) ? Tty.width() : 80, style));
      return Status.PASSED;
    } catch (Trouble trouble) {
      System.err.println(Clean.text(trouble.getMessage() + " " + trouble.next()));
      return Status.USAGE;
    }
  }
}
