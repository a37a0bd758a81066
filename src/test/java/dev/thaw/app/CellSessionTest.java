package dev.thaw.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Secret;
import dev.thaw.machine.UserInteraction;
import dev.thaw.notebook.CellRun;
import dev.thaw.notebook.Output;
import dev.thaw.session.CellResult;
import dev.thaw.session.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a cell shows, on the screen and in the played notebook. */
public class CellSessionTest {

  private static Evaluator evaluator;
  private static CapturedInteraction interaction;

  private final StringBuilder screen = new StringBuilder();

  @BeforeAll
  static void start() {
    evaluator = Evaluator.withHelpers();
    interaction = new CapturedInteraction(new Typist());
    evaluator.evaluate("import static dev.thaw.app.CellSessionTest.*;");
  }

  @AfterAll
  static void end() {
    evaluator.close();
  }

  /** Someone who knows the passphrase and says yes. */
  private static final class Typist implements UserInteraction {
    @Override
    public void tell(String text) {}

    @Override
    public boolean approves(String question) {
      return true;
    }

    @Override
    public Optional<Secret> secret(String prompt) {
      return Optional.of(Secret.of("hunter2".getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean hasTerminal() {
      return true;
    }
  }

  /** What a cell of these tests may call: whom a helper talks to. */
  public static UserInteraction person() {
    return interaction;
  }

  private CellRun run(String source) {
    var cells = new CellSession(() -> evaluator, Optional::empty);
    return cells.captured(source, 7, interaction, screen::append, _ -> {});
  }

  @Test
  void keepsWhatWasPrintedToldDecidedAndGivenInOrder() {
    CellRun ran =
        run(
            """
            System.out.print("one ");
            System.out.println("two");
            System.err.println("bad");
            41 + 1;
            person().tell("$ mount");
            person().approves("Run it?");
            List.of("x", "y")
            """);
    assertThat(ran.result()).isInstanceOf(CellResult.Value.class);
    assertThat(ran.outputs())
        .containsExactly(
            Output.Stream.out("one two\n"),
            Output.Stream.err("bad\n"),
            Output.Display.text("42"),
            Output.Stream.out("$ mount\nRun it? yes\n"),
            Output.Display.text("true"),
            Output.Result.text(7, "x\ny"));
    assertThat(screen).hasToString("one two\nbad\n");
  }

  @Test
  void aSecretIsNoOutput() {
    CellRun ran = run("person().secret(\"Passphrase: \").isPresent()");
    assertThat(ran.outputs().toString()).contains("true").doesNotContain("hunter2");
  }

  @Test
  void whatIsPrintedIsHarmlessAndWhole() {
    run(
        "System.out.write(0xc3); System.out.write(0xa9);"
            + " System.out.print(\"\\033[2J\\r\\n\\u202e😀\")");
    assertThat(screen).hasToString("é\\x1b[2J\n\\u202e😀");
  }

  @Test
  void aFloodIsCut() {
    CellRun ran = run("for (int i = 0; i < 200_000; i++) System.out.println(\"0123456789\");");
    assertThat(ran.outputs()).hasSize(1);
    assertThat(((Output.Stream) ran.outputs().getFirst()).text())
        .hasSizeBetween(1_000_000, 1_001_000)
        .endsWith("is not kept here.)\n");
  }

  @Test
  void theStreamsAreGivenBackAfterAFailure() {
    var out = System.out;
    CellRun ran = run("System.out.println(1); throw new IllegalStateException(\"no\");");
    assertThat(ran.result()).isInstanceOf(CellResult.Threw.class);
    assertThat(ran.outputs()).containsExactly(Output.Stream.out("1\n"));
    assertThat(System.out).isSameAs(out);
  }
}
