package dev.thaw.cli;

import dev.thaw.arguments.Misuse;
import dev.thaw.arguments.Syntax;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeCheck;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.terminal.Status;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;

/** {@code thaw practice}: the machines that are broken on purpose. */
final class Practice {

  private static final Path KEPT =
      PracticeMachines.directory(System.getenv(), System.getProperty("user.home"));

  private String name = "";

  private Practice() {}

  /** The command. */
  static Syntax syntax() {
    var practice = new Practice();
    return new Syntax(
            "practice", "The practice machines: broken on purpose, and kept until they are reset.")
        .commands(
            new Syntax(
                    "list",
                    "Lists them: what is wrong with each, and whether you have worked on it.")
                .does(practice::list),
            new Syntax("start", "Breaks a machine anew, and shows what its screen shows.")
                .operand("NAME", "", practice::name)
                .does(() -> meaning(practice::start)),
            new Syntax("check", "Says whether a machine would start now, or what is left to do.")
                .optionalOperand("NAME", "", practice::name)
                .does(() -> meaning(practice::check)),
            new Syntax("reset", "Forgets what was done: to one machine, or to all.")
                .optionalOperand("NAME", "", practice::name)
                .does(() -> meaning(practice::reset)))
        .statuses(
            "  0  done; the machine that was checked starts",
            "  1  the machine that was checked does not start yet",
            "  2  the command line makes no sense")
        .does(practice::list);
  }

  private void name(String given) {
    name = given;
  }

  private int list() {
    for (PracticeMachines.Listed machine : PracticeMachines.list(KEPT)) {
      System.out.println(
          "%-15s %s%s"
              .formatted(machine.name(), machine.title(), machine.touched() ? " (worked on)" : ""));
    }
    System.out.println();
    System.out.println("thaw practice start NAME breaks one anew and shows its screen.");
    return Status.PASSED;
  }

  private int start() {
    String symptom = PracticeMachines.start(name, KEPT);
    System.out.println("The screen of practice:" + name + " shows at last:");
    System.out.println();
    System.out.println(symptom.indent(2));
    System.out.println("It waits, started from a live image:");
    System.out.println("  thaw eval --on practice:" + name + " 'diagnose()'");
    System.out.println("  thaw practice check " + name);
    return Status.PASSED;
  }

  private int check() {
    PracticeCheck check = PracticeMachines.check(name, KEPT);
    int width = Tty.is(1) ? Tty.width() : 80;
    Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
    System.out.println(TextView.show(check, width, style));
    return check.passed() ? Status.PASSED : Status.FAILED;
  }

  private int reset() {
    List<String> forgotten = PracticeMachines.reset(name, KEPT);
    System.out.println(
        forgotten.isEmpty()
            ? "It is new already: nothing was done to it."
            : "As on the first day: " + String.join(", ", forgotten) + ".");
    return Status.PASSED;
  }

  /** Runs it; a name that means nothing is the command line's fault. */
  private static int meaning(IntSupplier action) {
    try {
      return action.getAsInt();
    } catch (Trouble trouble) {
      throw new Misuse(trouble.getMessage() + " " + trouble.next());
    }
  }
}
