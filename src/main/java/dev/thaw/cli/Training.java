package dev.thaw.cli;

import dev.thaw.app.ExitStatus;
import dev.thaw.kernel.SelfTalk;
import dev.thaw.terminal.Outlet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code ./thaw} starts after a build: usual commands, one after the other, while Java records
 * which classes they need. From that record it makes the caches with which every later start begins
 * ({@code src/main/sh/train.sh}).
 */
final class Training {

  private Training() {}

  /**
   * Runs the commands on the practice machine, and ends as a program has to for Java to keep its
   * record: by returning.
   *
   * @param arguments {@code terminal} or {@code kernel}; {@code start} for what every start of that
   *     needs, {@code rest} for all; and an empty folder for what is left behind
   */
  public static void main(String[] arguments) throws IOException {
    Outlet.Both outlets = Outlet.Both.open();
    boolean start = arguments[1].equals("start");
    Path empty = Path.of(arguments[2]);
    if (arguments[0].equals("terminal")) {
      for (String[] command : start ? START : commands(empty)) {
        run(command);
      }
      // What is typed there comes from standard input.
      System.out.println("thaw");
      System.out.println("status " + new Repl(new Common()).run());
    } else {
      SelfTalk.run(
          empty,
          connection -> run("kernel", "run", "-f", connection.toString()),
          start ? START_CELLS : CELLS);
    }
    outlets.status(ExitStatus.PASSED);
  }

  private static void run(String... command) {
    System.out.println("thaw " + String.join(" ", command));
    System.out.println("status " + Main.run(command));
  }

  /** A call of a helper, one that needs the practice machine's past, and the Java compiler. */
  private static final List<String[]> START =
      List.of(
          new String[] {"eval", "pools()"},
          new String[] {"eval", "generations()"},
          new String[] {"eval", "1 + 1"});

  private static final List<String> START_CELLS = List.of("pools()");

  /** What a notebook begins with, a slip, and cells that reach far. */
  private static final List<String> CELLS =
      List.of(
          "1 + 1",
          "System.out.println(disks())",
          "pools()",
          "bootChain()",
          "imprtPool()",
          "on(\"practice:vfio\", yes=true)",
          "installs()",
          "generations()",
          "login()",
          "var broke = diagnose(symptom=\"loading module vfio_pci...\")",
          "broke",
          "mountAll()",
          "plan()",
          "enter(\"cat /etc/hostname\")",
          "network()",
          "config()",
          "mend(broke)",
          "rebuild()",
          "leave()");

  /** Commands that reach far; the last but one fails, the others pass. */
  static List<String[]> commands(Path empty) {
    String played = empty.resolve("played.ipynb").toString();
    return List.of(
        new String[] {"help"},
        new String[] {"eval", "disks()"},
        new String[] {
          "play",
          "rescue-stage-1",
          "--yes",
          "--set",
          "symptom=loading module vfio_pci...",
          "--out",
          played
        },
        // Once more, on a machine that was kept; and what the notebook has none of.
        new String[] {"eval", "pools()\nvar all = generations()\nmountAll(dryRun=true)"},
        new String[] {"eval", "explain(rebuild)\nimprtPool()"},
        new String[] {"diagnose"});
  }
}
