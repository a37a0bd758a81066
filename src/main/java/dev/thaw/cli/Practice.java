package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.app.FailureReport;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.terminal.Tty;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thaw practice}: the machines that are broken on purpose. */
@Command(
    name = "practice",
    description = "The practice machines: broken on purpose, and kept until they are reset.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      " 0:done; the machine that was checked starts, and goes on starting",
      " 1:the machine that was checked does not start yet, or not for long; or it could not be kept",
      " 2:the command line makes no sense",
      " 5:what was printed could not be written",
      "141:all passed, but who read the output left before its end"
    },
    footer = "")
final class Practice implements Callable<Integer> {

  private static final Path KEPT = PracticeMachines.directory();

  @Override
  public Integer call() {
    return list();
  }

  @Command(description = "Lists them: what is wrong with each, and whether you have worked on it.")
  int list() {
    List<PracticeMachines.Listed> all = PracticeMachines.list(KEPT);
    System.out.println("With a lesson:");
    print(all.stream().filter(PracticeMachines.Listed::lesson).toList());
    System.out.println();
    System.out.println("Challenges, each with the failure that it is called after:");
    print(all.stream().filter(machine -> !machine.lesson()).toList());
    System.out.println();
    System.out.println("thaw practice start NAME breaks one anew and shows its screen.");
    return ExitStatus.PASSED;
  }

  private static void print(List<PracticeMachines.Listed> machines) {
    int longest = machines.stream().mapToInt(machine -> machine.name().length()).max().orElse(0);
    for (PracticeMachines.Listed machine : machines) {
      String name = machine.name() + " ".repeat(longest - machine.name().length());
      String touched = machine.touched() ? " (worked on)" : "";
      System.out.println(name + "  " + machine.title() + touched);
    }
  }

  @Command(description = "Breaks a machine anew, and shows what its screen shows.")
  int start(
      @Parameters(paramLabel = "NAME", description = "Which one, as thaw practice list names it.")
          String named) {
    return forMachine(
        named,
        name -> {
          String symptom = PracticeMachines.start(name, KEPT);
          System.out.println("The screen of practice:" + name + " shows at last:");
          System.out.println();
          System.out.println(symptom.indent(2));
          System.out.println("It waits, started from a live image:");
          boolean lesson = PracticeMachines.lessons().contains(name);
          System.out.println(
              "  thaw --on practice:"
                  + name
                  + (lesson ? ": a prompt; hint() there gives a nudge" : ": a prompt"));
          if (lesson) {
            System.out.println("  thaw play lesson-" + name + ": its lesson, step by step");
          }
          System.out.println("  thaw practice check " + name + ": whether it would start now");
          return ExitStatus.PASSED;
        });
  }

  @Command(description = "Says whether a machine would start now, or what is left to do.")
  int check(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              defaultValue = "",
              description = "Which one; else vfio.")
          String named) {
    return forMachine(
        named,
        name -> {
          PracticeCheck check = PracticeMachines.check(name, KEPT, System.out::println);
          int width = Tty.is(1) ? Tty.width() : 80;
          Style style = Style.of(Tty.is(1), System.getenv(), System.out.charset());
          System.out.println(TextView.show(check, width, style));
          return check.passed() ? ExitStatus.PASSED : ExitStatus.FAILED;
        });
  }

  @Command(description = "Forgets what was done: to one machine, or to all.")
  int reset(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              defaultValue = "",
              description = "Which one; else all of them.")
          String named) {
    return forMachine(
        named,
        name -> {
          List<String> forgotten = PracticeMachines.reset(name, KEPT);
          System.out.println(
              forgotten.isEmpty()
                  ? "It is new already: nothing was done to it."
                  : "As on the first day: " + String.join(", ", forgotten) + ".");
          return ExitStatus.PASSED;
        });
  }

  /** Does something to the machine of that name; a name that means none is a misuse. */
  private static int forMachine(String named, ToIntFunction<String> action) {
    String name;
    try {
      name = named.isEmpty() ? "" : PracticeMachines.named(named);
    } catch (Trouble trouble) {
      throw new Misuse(trouble);
    }
    try {
      return action.applyAsInt(name);
    } catch (Trouble trouble) {
      Style style = Style.of(Tty.is(2), System.getenv(), System.err.charset());
      int width = Tty.is(2) ? Tty.width() : 0;
      return new FailureReport(System.err, style, "", false, false, width).trouble(trouble);
    }
  }
}
