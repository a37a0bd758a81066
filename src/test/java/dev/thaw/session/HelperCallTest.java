package dev.thaw.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call of a helper with literals gives without JShell what it gives through JShell. */
@Timeout(60)
class HelperCallTest {

  private static final HelperCatalogue CATALOGUE = HelperCatalogue.of(CalledHelpers.class);

  /** Each runs at once. */
  private static final List<String> DIRECT =
      List.of(
          "found()",
          "  nested( ) ;\n",
          "\n\nwild();",
          "number()",
          "nothing()",
          "prints()",
          "says(\"\")",
          "says(\"a\\t\\\"b\\\" \\\\ c\\'\\n$(reboot) `x` ü 💾 // no comment /* */ ; ) , = _\")",
          "says(\"\\\\u0041\")",
          "says(7)",
          "says(0)",
          "says(\"true\")",
          "says( \"a\" , 3 )",
          "with()",
          "with(flag=true)",
          "with(count = 12, text=\"x=1, y\", flag=false)",
          "with(maybe=false, mode=slow)",
          "with(\"pool\", count=3)",
          "about(number)",
          "about(\"number\")",
          "troubled()",
          "with(text=\"bad\")",
          "\n broken()",
          "endless(0)");

  /** Each is JShell's, by what it means or because it is wrong. */
  private static final List<String> NOT_DIRECT =
      List.of(
          "says(true)",
          "says(null)",
          "says(-1)",
          "says(1L)",
          "says(007)",
          "says(0x1F)",
          "says(12345678901)",
          "says('a')",
          "says(slow)",
          "says(\"a\" + 1)",
          "says(\"\\u0041\")",
          "says(\"\\101\")",
          "says(\"\\q\")",
          "says(\"a)",
          "says(\"\"\"\n x\"\"\")",
          "says(_)",
          "says(number())",
          "says(1, 2)",
          "says(\"a\",)",
          "number(1)",
          "number().x",
          "number(); number()",
          "number();;",
          "var n = number()",
          "numbr()",
          "number",
          "CalledHelpers.number()",
          "many()",
          "many(\"a\")",
          "about(noHelper)",
          "with(flag=1)",
          "with(flag=true, flag=true)",
          "with(flag=true, \"x\")",
          "with(flg=true)",
          "with(any=\"x\")",
          "with(count=true)",
          "with(maybe=null)",
          "with(mode=changing)",
          "with(mode=FAST)",
          "with(\n flag=true)",
          "with(flag==true)",
          "// number()",
          "number() // a comment",
          "",
          "(");

  /** What can be told from outside; a failure's own class has no equality. */
  private record Seen(Object what, String printed, List<Value> each) {}

  private interface Way {
    CellResult run(List<Value> each);
  }

  private static Seen seen(Way way) {
    var each = new ArrayList<Value>();
    var printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed));
    try {
      CellResult result = way.run(each);
      Object what =
          result instanceof Threw threw
              ? List.of(threw.thrown().getClass(), "" + threw.thrown().getMessage(), threw.place())
              : result;
      return new Seen(what, printed.toString(), each);
    } finally {
      System.setOut(before);
    }
  }

  private static boolean isDirect(String cell) {
    return HelperCall.in(cell, CATALOGUE, Set.of()).isPresent();
  }

  @Test
  void whatIsPlainRunsAtOnceAndAllElseIsJShells() {
    assertThat(DIRECT).allMatch(HelperCallTest::isDirect);
    assertThat(NOT_DIRECT).noneMatch(HelperCallTest::isDirect);
  }

  /** Runs the same cells both ways, in sessions of their own. */
  private static void compare(Stream<String> cells) {
    try (var evaluator = new Evaluator(CATALOGUE, List.of());
        var shell = new JShellSession(CATALOGUE, List.of())) {
      cells.forEach(cell ->
          assertThat(seen(each -> evaluator.evaluate(cell, each::add)))
              .describedAs(cell)
              .isEqualTo(seen(each -> shell.evaluate(cell, each::add))));
      assertThat(evaluator.values()).isEqualTo(shell.values());
      assertThat(evaluator.variables()).isEqualTo(shell.variables());
    }
  }

  @Test
  void everyCellGivesTheSameBothWays() {
    compare(Stream.concat(DIRECT.stream(), NOT_DIRECT.stream()));
  }

  @Test
  void theLastValueAndTheVariablesAreTheSame() {
    compare(
        Stream.of(
            "found()",
            "troubled()",
            "number()",
            "broken()",
            "_ + $2",
            "nothing()",
            "_",
            "prints()",
            "$3",
            "endless(0)",
            "_"));
  }

  @Test
  void whatACellDeclaresIsMeantFromThenOn() {
    try (var fresh = new Evaluator(CATALOGUE, List.of())) {
      fresh.evaluate("String number() { return \"mine\"; }");
      assertThat(((Value) fresh.evaluate("number()")).value()).isEqualTo("mine");
      fresh.evaluate("var slow = dev.thaw.session.CalledHelpers.Mode.FAST");
      assertThat(((Value) fresh.evaluate("with(mode=slow)")).value()).asString().contains("FAST");
      fresh.evaluate("String nothing = \"a variable\"");
      assertThat(((Value) fresh.evaluate("about(nothing)")).value()).isEqualTo("about a variable");
    }
  }

  @Test
  void aCallThatJShellCannotRepeatIsNotTheNextCell() {
    try (var fresh = new Evaluator(CATALOGUE, List.of())) {
      fresh.evaluate("class dev {}");
      assertThat(((Value) fresh.evaluate("with(flag=true)")).value()).asString().contains("true");
      assertThat(((Value) fresh.evaluate("2 + 2")).value()).isEqualTo(4);
    }
  }

  @Test
  void theTraceLeadsToTheHelper() {
    try (var fresh = new Evaluator(CATALOGUE, List.of())) {
      var threw = (Threw) fresh.evaluate("troubled()");
      assertThat(threw.thrown().getStackTrace()[0].getMethodName()).isEqualTo("troubled");
    }
  }
}
