package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thaw help}: the same texts as {@code help()} and {@code explain(…)} in a cell. */
@Command(name = "help", description = "Explains a helper or a failure, or lists all helpers.")
final class Help implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description =
          "A helper, such as mountAll; a command, such as eval; a way not to boot, such as"
              + " zfs-pool-foreign; or failures, for a list of those.")
  private @Nullable String name;

  @Override
  public Integer call() {
    CommandLine command = spec.parent().subcommands().get(name == null ? "" : name);
    if (command != null) {
      command.usage(System.out);
      return ExitStatus.PASSED;
    }
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    try {
      Object page = name == null ? Helpers.help() : Helpers.explain(name);
      System.out.println(TextView.show(page, Tty.is(1) ? Tty.width() : 80, style));
      return ExitStatus.PASSED;
    } catch (Trouble trouble) {
      System.err.println(Clean.text(trouble.getMessage() + " " + trouble.next()));
      return ExitStatus.USAGE;
    }
  }
}
