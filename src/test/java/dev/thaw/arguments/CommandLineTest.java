package dev.thaw.arguments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private final List<String> seen = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    var play =
        new Syntax("play", "Plays it.", "All of it.")
            .optionalOperand("FILE", "What to play.", value -> seen.add("file " + value))
            .options(
                Option.values("--set", "NAME=VALUE", "Sets it.", value -> seen.add("set " + value)))
            .either(
                Option.flag("--look", "Looks.", () -> seen.add("look")),
                Option.flag("--rehearse", "Rehearses.", () -> seen.add("rehearse")))
            .statuses("0  it was played")
            .does(() -> 7);
    var start =
        new Syntax("start", "Starts one.")
            .operand("NAME", "", value -> seen.add("name " + value))
            .does(() -> {
              throw new Misuse("There is no\u001b[31m such machine.");
            });
    var run =
        new Syntax("run", "Runs it.")
            .required(
                new Option(
                    List.of("-f", "--file"),
                    "FILE",
                    "Which.",
                    false,
                    value -> seen.add("f " + value)))
            .does(() -> 8);
    var top =
        new Syntax("prog", "Does it.")
            .commands(play, new Syntax("machines", "Machines.").commands(start).does(() -> 9), run)
            .does(() -> 1);
    var everywhere =
        List.of(
            Option.value("--on", "MACHINE", "Where.", value -> seen.add("on " + value)),
            Option.flag("--yes", "Approves.", () -> seen.add("yes")));
    return new CommandLine(top, everywhere, "prog 1.0")
        .run(
            List.of(arguments),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
  }

  private String misuse(String... arguments) {
    err.reset();
    assertThat(run(arguments)).isEqualTo(2);
    return err.toString(UTF_8);
  }

  @Test
  void runsTheCommandThatIsNamedWithWhatItIsGiven() {
    assertThat(run()).isEqualTo(1);
    assertThat(run("--yes", "play", "a b", "--set", "x=1", "--on=here", "--set=y=-2 é"))
        .isEqualTo(7);
    assertThat(seen).containsExactly("yes", "file a b", "set x=1", "on here", "set y=-2 é");
    assertThat(run("machines")).isEqualTo(9);
    assertThat(run("run", "-f", "x")).isEqualTo(8);
  }

  @Test
  void whatComesAfterTwoDashesIsNoOption() {
    assertThat(run("play", "--", "--yes")).isEqualTo(7);
    assertThat(run("play", "-")).isEqualTo(7);
    assertThat(run("play", "")).isEqualTo(7);
    assertThat(run("play", "--set", "--x")).isEqualTo(7);
    assertThat(seen).containsExactly("file --yes", "file -", "file ", "set --x");
  }

  @Test
  void whatMakesNoSenseIsSaidAndRunsNothing() {
    assertThat(misuse("pley"))
        .isEqualTo("There is no command pley. Did you mean play?\nSee prog --help.\n");
    assertThat(misuse("play", "--sett", "x"))
        .isEqualTo("There is no option --sett. Did you mean --set?\nSee prog play --help.\n");
    assertThat(misuse("play", "a", "b")).startsWith("One argument too many: b\n");
    assertThat(misuse("machines", "start")).startsWith("NAME is missing.\nSee prog machines start");
    assertThat(misuse("run")).startsWith("-f, --file FILE is missing.");
    assertThat(misuse("play", "--set")).startsWith("--set NAME=VALUE needs its value.");
    assertThat(misuse("play", "--on", "--yes")).startsWith("--on MACHINE needs its value.");
    assertThat(misuse("--yes=no")).startsWith("--yes takes no value.");
    assertThat(misuse("--yes", "play", "--yes")).startsWith("--yes is given twice.");
    assertThat(misuse("play", "--rehearse", "--look"))
        .startsWith("Give one of them: --look or --rehearse.");
    assertThat(misuse("-x\u001b[2J")).doesNotContain("\u001b");
  }

  @Test
  void aCommandThatFindsNoSenseInItIsAnsweredTheSame() {
    assertThat(misuse("machines", "start", "x"))
        .startsWith("There is no")
        .doesNotContain("\u001b")
        .endsWith("See prog machines start --help.\n");
  }

  @Test
  void helpAndVersionRunNothingEvenIfSomethingIsMissing() {
    assertThat(run("run", "--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: prog run").endsWith("prog 1.0\n");
  }

  @Test
  void helpShowsAllThatACommandTakes() {
    run("play", "-h");
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            Usage: prog play [OPTION]... [--look|--rehearse] [FILE]
            Plays it.
            All of it.

              FILE                    What to play.

            Options:
              --set NAME=VALUE        Sets it.
              --look                  Looks.
              --rehearse              Rehearses.

            Options of every command:
              --on MACHINE            Where.
              --yes                   Approves.
              -h, --help              Shows this.
              -V, --version           Shows the version.

            Exit status:
              0  it was played
            """);
  }
}
