package dev.thaw.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Trouble;
import dev.thaw.session.Evaluator;
import dev.thaw.view.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureReportTest {

  @SuppressWarnings("StaticAssignmentOfThrowable") // It is not thrown.
  private static final Trouble TROUBLE =
      new Trouble.NotReady(
          "The pool tank  can't be exported now:\n  cannot export 'tank': pool is  busy, really",
          "Leave the shells that stand in it, and then leave() again.");

  private static String report(int width) {
    var bytes = new ByteArrayOutputStream();
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new FailureReport(out, Style.PLAIN, "", true, false, width).trouble(TROUBLE);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void sentencesAreBrokenBetweenWordsAndAToolsOwnLinesAreNot() {
    assertThat(report(40))
        .isEqualTo(
            """
            The pool tank  can't be exported now:
              cannot export 'tank': pool is  busy, really
            Leave the shells that stand in it, and
            then leave() again.
            """);
  }

  @Test
  void aVariableIsNamedAsItWasTyped() {
    try (var cells = Evaluator.withHelpers()) {
      var bytes = new ByteArrayOutputStream();
      var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
      new FailureReport(out, Style.PLAIN, "", true, false, 80)
          .of(cells.evaluate("String name = null; name.length()"));
      assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("because \"name\" is null");
    }
  }

  @Test
  void withoutAWidthNothingIsBroken() {
    assertThat(report(0)).hasLineCount(3).contains(TROUBLE.next());
  }
}
