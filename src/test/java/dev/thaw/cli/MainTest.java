package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.terminal.Programs;
import dev.thaw.terminal.Programs.Ended;
import dev.thaw.terminal.Pty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a whole, started as users start it, with nobody at a terminal. */
@Timeout(120)
class MainTest {

  @TempDir private Path directory;

  private Process start(String input, String... arguments) throws IOException {
    return Programs.start(directory, input, arguments);
  }

  private Ended end(Process process) throws Exception {
    return Programs.end(directory, process);
  }

  private Ended thaw(String... arguments) throws Exception {
    return end(start("", arguments));
  }

  @Test
  void printsTheValuesOfExpressionsAndPasses() throws Exception {
    assertThat(thaw("eval", "--on", "local", "int a = 20\na + 1\na = 5\nList.of(\"x\", \"ü\")"))
        .isEqualTo(new Ended(0, "21\nx\nü\n", ""));
  }

  @Test
  void saysTheLineInTheFileAndStopsThere() throws Exception {
    Path file = directory.resolve("my cells.jsh");
    Files.writeString(file, "1\n\nvar x =\n  rebild(flake=true)\n3\n");
    assertThat(thaw("--on", "local", "eval", file.toString()))
        .isEqualTo(
            new Ended(
                1,
                "1\n",
                """
                %s, line 4:
                    rebild(flake=true)
                    ^
                There is no helper or method rebild.
                Did you mean rebuild?
                """
                    .formatted(file)));
  }

  @Test
  void readsStandardInputAndSaysWhatWasThrown() throws Exception {
    Ended ended = end(start("1\nList.of().getFirst()\n2", "eval", "--on", "local", "-"));
    assertThat(ended)
        .isEqualTo(
            new Ended(
                1,
                "1\n",
                "standard input, line 2:\n  List.of().getFirst()\nNoSuchElementException\n"));
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    assertThat(thaw("eval", "--on", "local", "while(true"))
        .isEqualTo(
            new Ended(2, "", "  while(true\n       ^\nThis ( is not closed: ) is missing.\n"));
    assertThat(thaw("eval", "--on", "ftp://x", "1").status()).isEqualTo(2);
    assertThat(thaw("eval", "--on", "local", directory + "/none.jsh"))
        .isEqualTo(
            new Ended(
                2,
                "",
                "There is no file "
                    + directory
                    + "/none.jsh. Check the name and the folder.\nSee thaw eval --help.\n"));
    assertThat(thaw("diagnos"))
        .isEqualTo(
            new Ended(
                2, "", "There is no command diagnos. Did you mean diagnose?\nSee thaw --help.\n"));
    assertThat(thaw("practice", "begin").err()).startsWith("There is no command begin. There is: ");
  }

  @Test
  void worksOnThePracticeMachineWhenNoneIsNamedAndSaysSo() throws Exception {
    Ended ended = thaw("eval", "--yes", "pools().getFirst().name()\nsh(\"touch /tmp/x\")");
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).startsWith("nvmepool\n");
    assertThat(ended.err())
        .startsWith(
            "No machine was named: this is the practice machine, practice:vfio. A real one is"
                + " --on ssh://root@HOST or --on local.\n"
                + "The last line on its screen: loading module vfio_pci...\n");
    assertThat(thaw("eval", "1").err())
        .as("it was worked on")
        .contains("\nIt is as you left it; thaw practice reset vfio makes it new.\n");
    assertThat(thaw("eval", "--on", "practice", "sh(\"ls /tmp\", looks=true)").out())
        .as("what was done is still there at the next call")
        .isEqualTo("x\n");
  }

  @Test
  void breaksAPracticeMachineAndSaysThatItIsNotRescued() throws Exception {
    assertThat(thaw("practice", "start", "vfio").out())
        .contains("loading module vfio_pci...")
        .contains("thaw practice check vfio");
    Ended check = thaw("practice", "check", "vfio");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.out()).startsWith("practice:vfio is not rescued yet:\n");
  }

  @Test
  void whatACellSaysOfTheEndOfJavaIsNoStatusOfThaws() throws Exception {
    assertThat(thaw("eval", "--on", "local", "1\nSystem.exit(3)\n2"))
        .isEqualTo(
            new Ended(
                1,
                "1\n",
                """
                line 2:
                  System.exit(3)
                This asks Java to end with status 3. Java stays, for Thaw runs in it; the cell ends here.
                To make a cell fail, use assert or throw: Thaw itself then ends with status 1.
                """));
  }

  @Test
  void everyFormOfMachineIsTakenWhereverItStands() throws Exception {
    for (String line :
        List.of(
            "--on practice eval 6*7",
            "--on=practice eval 6*7",
            "eval --on practice 6*7",
            "--on practice:esp-full eval 6*7",
            "eval 6*7 --on local",
            "--on practice",
            "--on local")) {
      assertThat(end(start("6*7", line.split(" ")))).as(line).isEqualTo(new Ended(0, "42\n", ""));
    }
    assertThat(thaw("--on", "practice", "practice", "list").status()).isZero();
    assertThat(thaw("--on", "play", "rescue-stage-1"))
        .isEqualTo(
            new Ended(
                2,
                "",
                "“play” names no machine. Name one as practice[:NAME], local, or"
                    + " ssh://[USER@]HOST[:PORT], for example ssh://root@192.168.1.7 or"
                    + " ssh://nixos@[fe80::1%eth0]:2222.\nSee thaw --help.\n"));
  }

  @Test
  void whatCanNotBeWrittenIsSaidAndHasAStatusOfItsOwn() throws Exception {
    for (String line :
        List.of(
            "eval --on local 1",
            "--on local",
            "--help",
            "help mountAll",
            "practice list",
            "play",
            "diagnose --json --on local")) {
      assertThat(shell("printf 1 | \"$@\" >/dev/full", line.split(" ")))
          .as(line)
          .isEqualTo(
              new Ended(
                  5,
                  "",
                  "What was printed could not be written: No space left on device.\n"
                      + "What was done is done all the same. Give the output another place, and"
                      + " look again.\n"));
    }
    Ended closed = shell("\"$@\" >&-", "eval", "--on", "local", "1");
    assertThat(closed.status()).isEqualTo(5);
    assertThat(closed.err()).startsWith("What was printed could not be written: ");
    assertThat(shell("\"$@\" >/dev/full", "eval", "--on", "local", "oops()").status())
        .as("the cell's own failure says more")
        .isEqualTo(1);
  }

  @Test
  void aReaderThatWantsNoMoreIsNotTold() throws Exception {
    String much = "for (int i = 0; i < 100_000; i++) System.out.println(i);";
    assertThat(
            shell(
                "{ \"$@\"; echo status $? >&3; } 3>&2 | head -n 1", "eval", "--on", "local", much))
        .isEqualTo(new Ended(0, "0\n", "status 141\n"));
  }

  /** Runs a line of shell text whose arguments start Thaw. */
  private Ended shell(String text, String... arguments) throws Exception {
    var argv = new ArrayList<>(List.of("setsid", "-w", "sh", "-c", text, "sh"));
    argv.addAll(Programs.java(Main.class));
    argv.addAll(List.of(arguments));
    return end(Programs.start(directory, argv));
  }

  @Test
  void changesNothingWhenNobodyCanApprove() throws Exception {
    Path made = directory.resolve("made");
    Ended ended = thaw("eval", "--on", "local", "sh(\"touch " + made + "\")");
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("Nobody is there to answer").contains("or add --yes");
    assertThat(made).doesNotExist();
  }

  @Test
  void saysThatTheMachineCanNotBeReached() throws Exception {
    Ended ended = thaw("eval", "--on", "ssh://root@127.0.0.1:1", "disks()");
    assertThat(ended.status()).isEqualTo(4);
    assertThat(ended.err()).contains("ssh");
  }

  @Test
  void endsTheRunningCommandWithItself() throws Exception {
    for (String signal : List.of("INT", "TERM")) {
      String mark = unusualSeconds();
      Process process =
          start("", "eval", "--on", "local", "sh(\"exec sleep " + mark + "\", looks=true)");
      waitFor(mark, true);
      new ProcessBuilder("kill", "-" + signal, Long.toString(java(process))).start().waitFor();
      Ended ended = end(process);
      assertThat(ended.status()).isEqualTo(signal.equals("INT") ? 130 : 143);
      waitFor(mark, false);
    }
  }

  /** An argument for sleep that no other process has. */
  private static String unusualSeconds() {
    return "300." + ThreadLocalRandom.current().nextInt(1_000_000, 10_000_000);
  }

  /** setsid becomes the program itself, or has it as a child. */
  private static long java(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.children())
        .filter(handle -> handle.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  /** Waits until a process with {@code mark} among its arguments runs, or does not. */
  private static void waitFor(String mark, boolean runs) throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      boolean found =
          ProcessHandle.allProcesses()
              .anyMatch(process ->
                  process.info().command().orElse("").endsWith("sleep")
                      && process.info().commandLine().orElse("").endsWith(mark));
      if (found == runs) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("sleep " + mark + (runs ? " never ran" : " still runs"));
  }

  @Test
  void stopsAtTheFirstCtrlCAndAsksOnTheTerminal() throws Exception {
    String mark = unusualSeconds();
    String line = "sh(\"exec sleep " + mark + "\", looks=true)";
    try (var pty = new Pty(Main.class, "eval", "--on", "local", line)) {
      waitFor(mark, true);
      pty.type("\u0003");
      assertThat(pty.exit()).isEqualTo(130);
      assertThat(pty.seen()).contains("Interrupted: ");
      waitFor(mark, false);
    }
    Path made = directory.resolve("made");
    try (var pty = new Pty(Main.class, "eval", "--on", "local", "sh(\"touch " + made + "\")")) {
      pty.expect("[y/N] ");
      pty.type("\u0003");
      assertThat(pty.exit()).isEqualTo(130);
    }
    try (var pty = new Pty(Main.class, "eval", "--on", "local", "sh(\"touch " + made + "\")")) {
      pty.expect("[y/N] ");
      pty.type("n\n");
      assertThat(pty.exit()).isEqualTo(1);
    }
    assertThat(made).doesNotExist();
  }

  @Test
  void explainsTheSameFromTheCommandLineAsInACell() throws Exception {
    Ended help = thaw("help", "mountAll");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("mountAll(").contains("dryRun");
    assertThat(thaw("eval", "--on", "local", "explain(mountAll)").out()).isEqualTo(help.out());
    assertThat(thaw("help", "eval").out()).contains("Exit status");
    assertThat(thaw("help", "mountal").err()).contains("Did you mean mountAll?");
  }

  @Test
  void showsThePageOfAFailure() throws Exception {
    Ended help = thaw("help", "zfs-pool-foreign");
    assertThat(help.out()).startsWith("A ZFS pool was last used by another system\n");
    assertThat(thaw("eval", "--on", "local", "explain(zfs-pool-foreign)").out())
        .isEqualTo(help.out());
    assertThat(thaw("eval", "--on", "local", "explain(failures)").out())
        .contains("zfs-pool-foreign", "A ZFS pool was last used by another system")
        .doesNotContain(".md");
  }

  @Test
  void optionsOfSshAreExplainedOnlyWhereAMachineIsReached() throws Exception {
    for (String command :
        List.of("help", "practice", "practice list", "kernel", "kernel install")) {
      String[] words = (command + " --help").split(" ");
      assertThat(thaw(words).out())
          .as(command)
          .contains("Usage: thaw " + command, "--verbose")
          .doesNotContain("--ssh-option", "--identity", "--passphrase-file", "--yes");
    }
    assertThat(thaw("practice", "--help").out()).doesNotContain("--on");
    assertThat(thaw("kernel", "install", "--help").out()).contains("--on");
    assertThat(thaw("eval", "--help").out()).contains("--ssh-option", "--identity");
    assertThat(thaw("--help").out()).contains("--ssh-option", "--on");
    assertThat(thaw("practice", "list", "--on", "local").status()).isZero();
  }

  @Test
  void aCommandThatPrintsNothingShowsNothing() throws Exception {
    assertThat(thaw("eval", "--on", "local", "sh(\"true\", looks=true)\n1").out()).isEqualTo("1\n");
  }

  @Test
  void cellsFromAPipeAreAScript() throws Exception {
    Ended ended = end(start("var n = 6 * 7\nn\n", "--on", "local"));
    assertThat(ended.out()).isEqualTo("42\n");
    assertThat(ended.status()).isZero();
    Ended failed = end(start("1\noops()\n2\n", "--on", "local"));
    assertThat(failed.out()).isEqualTo("1\n");
    assertThat(failed.err()).contains("standard input, line 2:").contains("oops");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(thaw("--version").out()).matches("thaw \\S+( \\(commit .*\\))?\n");
  }

  @Test
  void diagnosesThisComputerAsJson() throws Exception {
    Ended ended =
        thaw("diagnose", "--json", "--symptom", "loading module v\nfio_pci", "--on", "local");

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("{").contains("\"findings\" : [").contains("\"notes\" : [");
  }

  @Test
  void tellsByItsExitStatusWhetherTheMachineBoots() throws Exception {
    Ended hangs =
        end(start("loading module vfio_pci...\n", "diagnose", "--symptom", "@-", "--exit-code"));
    assertThat(hangs.status()).as(hangs.err()).isEqualTo(10);
    assertThat(hangs.out()).startsWith("The screen stopped in stage 1, loading modules, at");

    Ended open = thaw("diagnose", "--exit-code");
    assertThat(open.status()).as(open.err()).isEqualTo(11);
    assertThat(thaw("diagnose").status()).isZero();
  }

  @Test
  void drawsAPictureWhereThereIsAChain() throws Exception {
    Path picture = directory.resolve("chain.svg");

    Ended ended = thaw("diagnose", "--svg", picture.toString(), "--on", "local");

    // This computer may hold an installation that another test shows to it.
    assertThat(ended.status() == 0).as(ended.err()).isEqualTo(Files.exists(picture));
  }

  @Test
  void diagnosesThePracticeMachineWhenNoneIsNamed() throws Exception {
    Ended ended = thaw("diagnose", "--symptom", "loading module vfio_pci...");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("The module vfio_pci hangs while stage 1 loads it.");
    assertThat(thaw("diagnose", "--help").out()).contains("--symptom").contains("130");
  }
}
