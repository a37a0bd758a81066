package dev.thaw.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.sample.SampleHelpers;
import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.CompileError;
import dev.thaw.session.CellResult.Incomplete;
import dev.thaw.session.CellResult.Stopped;
import dev.thaw.session.CellResult.Threw;
import dev.thaw.session.CellResult.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EvaluatorTest {

  private static Evaluator evaluator;

  @BeforeAll
  static void start() {
    evaluator = new Evaluator(HelperCatalogue.of(SampleHelpers.class), List.of());
  }

  @AfterAll
  static void end() {
    evaluator.close();
  }

  @Test
  void importsHoldAlsoAfterACellImportedTheSameAgain() {
    for (String again :
        List.of("import java.util.*", "import java.time.*;", "import java.util.List;")) {
      assertThat(evaluator.evaluate(again)).isInstanceOf(Value.class);
      assertThat(evaluator.evaluate("Stream.of(List.of(Path.of(\"a\"), LocalDate.MIN)).toList()"))
          .isInstanceOf(Value.class);
    }
  }

  private static Object value(String cell) {
    CellResult result = evaluator.evaluate(cell);
    assertThat(result).isInstanceOf(Value.class);
    return ((Value) result).value();
  }

  private static CompileError compileError(String cell) {
    CellResult result = evaluator.evaluate(cell);
    assertThat(result).isInstanceOf(CompileError.class);
    return (CompileError) result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3)",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3)",
        "if (List.of().isEmpty()) { System.exit(3); }",
        "void bye() { System.exit(1 + 2); }\nbye()",
        "class Bye { Bye() { System.exit(3); } }\nnew Bye()",
        "Runnable bye = () -> System.exit(3); bye.run()",
        "Stream.of(3).forEach(System::exit)",
        "java.util.function.IntConsumer bye = Runtime.getRuntime()::halt; bye.accept(3)",
        "try { System.exit(3); } catch (Exception e) { }"
      })
  void aCellThatAsksJavaToEndFails(String cell) {
    CellResult result = evaluator.evaluate(cell + "\nint notReached = 1");

    assertThat(result).as(result.toString()).isInstanceOf(Threw.class);
    assertThat(((Threw) result).thrown())
        .isInstanceOf(CellExit.class)
        .hasRootCauseMessage(
            "This asks Java to end with status 3. Java stays, for Thaw runs in it; the cell ends"
                + " here.");
    assertThat(evaluator.variables()).doesNotContain("notReached");
  }

  @Test
  void whatIsOnlyCalledLikeTheEndOfJavaRuns() {
    assertThat(value("class Door { static int exit(int n) { return n + 1; } }\nDoor.exit(2)"))
        .isEqualTo(3);
    assertThat(value("String exit = \"halt\"; Stream.of(1, 2).map(Door::exit).toList()"))
        .isEqualTo(List.of(2, 3));
  }

  @Test
  void aVariableWhoseValueCouldNotBeMadeIsNone() {
    evaluator.evaluate("int once = 1");
    for (String cell :
        List.of(
            "int none = List.<Integer>of().getFirst()",
            "var nothing = List.of().getFirst()",
            "int once = Integer.parseInt(\"x\")")) {
      assertThat(evaluator.evaluate(cell)).as(cell).isInstanceOf(Threw.class);
    }
    assertThat(evaluator.variables()).doesNotContain("none", "nothing", "once");
    assertThat(compileError("nothing").message()).isEqualTo("There is no variable nothing.");
    assertThat(value("int none = 2; none")).isEqualTo(2);
  }

  @Test
  void ofALongLineThePartAroundThePlaceIsShown() {
    String word = "a".repeat(300);
    String middle =
        compileError("int n = \"" + word + "\".length() + oops + \"" + word + "\".length()")
            .place()
            .pointed();
    assertThat(middle.lines()).hasSize(2).allMatch(line -> line.length() <= 78);
    assertThat(middle.lines().findFirst().orElseThrow()).startsWith("…").endsWith("…");
    int caret = middle.lines().toList().getLast().indexOf('^');
    assertThat(middle.substring(caret)).startsWith("oops");
    assertThat(new SourcePosition(1, 0, word).pointed()).isEqualTo("a".repeat(74) + "…");
    assertThat(new SourcePosition(1, 301, word).pointed())
        .isEqualTo("…" + "a".repeat(74) + "\n" + " ".repeat(75) + "^");
  }

  @Test
  void givesTheVeryObject() {
    CellResult result = evaluator.evaluate("pools()");
    assertThat(((Value) result).value()).isSameAs(SampleHelpers.POOLS);
    assertThat(((Value) result).typeName()).isEqualTo("List<SampleHelpers.SamplePool>");
    assertThat(((Value) result).hasValue()).isTrue();
    assertThat(value("(Object) null")).isNull();
    assertThat(value("1 + 1")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int n = 3",
        "n = 4",
        "System.out.print(\"\")",
        "if (n > 0) n++",
        "",
        " // a",
        "class Q {}"
      })
  void hasNoValueToShowForWhatIsNoExpression(String cell) {
    evaluator.evaluate("int n = 0");
    assertThat(evaluator.evaluate(cell)).isEqualTo(Value.NONE);
  }

  @Test
  void needsNoSemicolonsAndKeepsWhatCellsDeclare() {
    assertThat(
            value(
                """
                import java.math.BigInteger
                int a = 1
                int b = 2; int c = 3
                record Point(int x, int y) {}
                int sum(int x, int y)
                {
                  return x + y;
                }
                /* a comment */ sum(a, b) + c // and another
                """))
        .isEqualTo(6);
    assertThat(value("new Point(sum(a, b), BigInteger.TEN.intValue())"))
        .hasToString("Point[x=3, y=10]");
  }

  @Test
  void takesALoopWithoutBracesWhoseBodyIsOnTheNextLine() {
    assertThat(
            evaluator.evaluate(
                "var sum = new int[1]; for (int i : List.of(1, 2))\n  sum[0] += i;\nsum[0]"))
        .isInstanceOfSatisfying(
            CellResult.Value.class, value -> assertThat(value.value()).isEqualTo(3));
    assertThat(evaluator.evaluate("for (int i : List.of(1, 2))"))
        .isInstanceOf(CellResult.Incomplete.class);
  }

  @Test
  void goesOnWhereTheNextLineCanOnlyContinue() {
    assertThat(value("pools().stream()\n  // the names\n  .map(p -> p.name())\n\n  .toList()"))
        .isEqualTo(List.of("tank"));
    assertThat(value("int i = 1\n    + 2\ni")).isEqualTo(3);
    assertThat(value("String s = i > 2\n  ? \"yes\"\n  : \"no\"\ns")).isEqualTo("yes");
    assertThat(value("int j = 0\nif (i == 9) {\n  j = 1;\n}\nelse {\n  j = 2;\n}\n++j\nj"))
        .isEqualTo(3);
    assertThat(value("new Object() {\n  int a = 7;\n}\n.a")).isEqualTo(7);
    assertThat(value("if (i > 0) {\n}\n-1")).isEqualTo(-1);
    assertThat(value("String t = \"\"\"\n    a(\n    \"\"\"\nt")).isEqualTo("a(\n");
  }

  @Test
  void tellsEveryValueOfTheCellInOrder() {
    var values = new ArrayList<Object>();
    evaluator.evaluate("1\nint k = 7\n\"two\"\nk", value -> values.add(value.value()));
    assertThat(values).containsExactly(1, "two", 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (int i = 0; i < 3; i++) {",
        "pools(",
        "/* never",
        "class A {\n void f() {\n }",
        "int x =",
        "while(true"
      })
  void saysThatACellIsCutOff(String cell) {
    assertThat(evaluator.evaluate("int never = 1\n" + cell)).isInstanceOf(Incomplete.class);
    assertThat(evaluator.variables()).doesNotContain("never");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "while(true|6|This ( is not closed: ) is missing.",
        "f(List.of(1)|2|This ( is not closed: ) is missing.",
        "int[] a = {1, 2|11|This { is not closed: } is missing.",
        "1 /* never )|3|This comment is not closed: */ is missing.",
        "int x =|8|The code ends in the middle: it goes on.",
      })
  void saysWhatACutOffCellMissesAndWhere(String cell, int column, String message) {
    assertThat(evaluator.evaluate(cell))
        .isEqualTo(new Incomplete(new SourcePosition(1, column, cell), message));
  }

  @Test
  void saysThatAStringIsNotClosed() {
    CompileError error = compileError("pools(\"abc)");
    assertThat(error.place().column()).isEqualTo(7);
    assertThat(error.message()).isEqualTo("This string is not closed: \" is missing.");
  }

  @Test
  void anExpressionThatFailedLeavesNoVariable() {
    int before = evaluator.variables().size();
    evaluator.evaluate("List.of().getFirst()");
    evaluator.evaluate("fails()");
    evaluator.evaluate("1 / (evaluatorIsNotThere)");
    assertThat(evaluator.variables()).hasSize(before);
  }

  @Test
  void saysTrueToWhoSaysYes() {
    assertThat(compileError("rebuild(flake=yes)").hint()).isEqualTo("Did you mean true?");
    assertThat(compileError("rebuild(flake=off)").hint()).isEqualTo("Did you mean false?");
  }

  @Test
  void doesNotWaitForTheEndOfWhatIsWrongBeforeIt() {
    assertThat(evaluator.isComplete("x = (1 + ;")).isTrue();
  }

  @Test
  void pointsAtAnErrorWhereItWasWritten() {
    CompileError error = compileError("int one = 1\n\n  String two =   one\n");
    assertThat(error.place()).isEqualTo(new SourcePosition(3, 18, "  String two =   one"));
    assertThat(error.place().pointed()).isEqualTo("  String two =   one\n" + " ".repeat(17) + "^");
    assertThat(error.message()).contains("int cannot be converted to");
    assertThat(value("one")).isEqualTo(1);
  }

  @Test
  void pointsThroughTheRewriting() {
    String cell = "var done =\n  rebuild(jobs=2, host= 5, flake=true)";
    CompileError error = compileError(cell);
    assertThat(error.place())
        .isEqualTo(new SourcePosition(2, 25, "  rebuild(jobs=2, host= 5, flake=true)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebiuld()", "rebild(5)", "rebild(flake=true, host=\"x\")"})
  void suggestsTheNearestHelper(String cell) {
    CompileError error = compileError(cell);
    assertThat(error.message()).startsWith("There is no helper or method reb");
    assertThat(error.hint()).isEqualTo("Did you mean rebuild?");
    assertThat(error.place().column()).isEqualTo(1);
  }

  @Test
  void suggestsTheNearestVariableAndHelpersName() {
    evaluator.evaluate("int candidate = 1");
    assertThat(compileError("1 + candidat").hint()).isEqualTo("Did you mean candidate?");
    assertThat(compileError("explain(rebild)").hint()).isEqualTo("Did you mean rebuild?");
  }

  @Test
  void saysHowAHelperIsCalled() {
    CompileError error = compileError("importPool(force=true)");
    assertThat(error.message()).isEqualTo("importPool can't be called with these arguments.");
    assertThat(error.hint())
        .isEqualTo("It is called importPool(String name) or importPool(String name, force=…).");
    assertThat(compileError("leave(1)").hint())
        .isEqualTo("It is called leave() or leave(x=…, then=…).");
    assertThat(compileError("1 + rollback(dryRun=true)").hint())
        .as("several take the same options")
        .isEqualTo("It is called rollback(int number) or rollback(int number, dryRun=…).");
    assertThat(compileError("importPool").message()).isEqualTo("importPool is a helper.");
    assertThat(compileError("explain(1, 2)").hint())
        .isEqualTo("It is called explain(String name).");
  }

  @Test
  void tellsWhoTypesAsInAShellWhatToTypeHere() {
    for (String line : List.of("zpool", "zpool import -f tank", "ls -l /mnt", "nix-env --help")) {
      CompileError error = compileError(line);
      assertThat(error.message()).endsWith(" is a command of the shell.");
      assertThat(error.hint()).contains("sh(\"" + line + "\")", "enter(\"" + line + "\")");
    }
    assertThat(compileError("explain rebuild").hint()).isEqualTo("Did you mean explain(rebuild)?");
    assertThat(compileError("mount(\"a\")").message())
        .isEqualTo("There is no helper or method mount.");
    assertThat(value("int mount = 2; mount")).isEqualTo(2);
  }

  @Test
  void saysWhatATypeLacks() {
    CompileError error = compileError("pools().frist()");
    assertThat(error.message())
        .contains("There is no method frist")
        .contains("List<SampleHelpers.SamplePool>");
    assertThat(error.place().column()).isEqualTo(8);
  }

  @Test
  void saysWhichDeclarationUsesWhatIsNotThere() {
    CompileError error = compileError("int two = 2\nString again() {\n  return rebild();\n}");
    assertThat(error.message()).isEqualTo("again uses rebild, which is not declared.");
    assertThat(error.hint()).isEqualTo("Did you mean rebuild?");
    assertThat(error.place().line()).isEqualTo(3);
    assertThat(error.place().column()).isEqualTo(10);
    assertThat(compileError("1\nagain()").message()).isEqualTo(error.message());
  }

  @Test
  void asserts() {
    assertThat(evaluator.evaluate("assert 1 < 2 : \"fine\"")).isEqualTo(Value.NONE);
    assertThat(evaluator.evaluate("assert 2 < 1 : \"two is more than one\""))
        .isInstanceOfSatisfying(
            Threw.class, threw -> assertThat(threw.thrown()).hasMessage("two is more than one"));
  }

  @Test
  void letsTroubleSurfaceAsItself() {
    Threw threw = (Threw) evaluator.evaluate("int before = 1\nif (before > 0) {\n  fails();\n}");
    assertThat(threw.thrown()).isInstanceOf(Trouble.Refused.class);
    assertThat(((Trouble) threw.thrown()).next()).isEqualTo("mountAll() first.");
    assertThat(threw.place()).hasValue(new SourcePosition(3, 0, "  fails();"));
  }

  @Test
  void givesWhatWasThrownInADeclaredMethodWithThePlaceOfTheCall() {
    evaluator.evaluate("int half(int x) {\n  return 10 / x;\n}");
    Threw threw = (Threw) evaluator.evaluate("\nhalf(2)\nhalf(\n  0)");
    assertThat(threw.thrown()).isInstanceOf(ArithmeticException.class);
    assertThat(threw.place()).hasValue(new SourcePosition(3, 0, "half("));
  }

  @Test
  void refusesWhatIsNoJavaWithItsPlace() {
    CompileError error = compileError("int ok = 1\nfoo bar baz");
    assertThat(error.place().line()).isEqualTo(2);
    assertThat(error.message()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(600_000)",
        "while (true) {}",
        "while (true) { try { Thread.sleep(600_000); } catch (InterruptedException e) {} }",
        "waits()",
        "new ProcessBuilder(\"sleep\", \"600\").start().waitFor()"
      })
  void stopsAndLeavesTheSessionUsable(String loop) throws Exception {
    evaluator.evaluate(
        "var kept = \"kept\"\nvar begun = new java.util.concurrent.CountDownLatch(1)");
    var begun = (CountDownLatch) value("begun");
    var running =
        CompletableFuture.supplyAsync(
            () -> evaluator.evaluate("begun.countDown()\n" + loop + "\nkept = \"lost\""));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Instant start = Instant.now();
    evaluator.stop();
    assertThat(running.get(20, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(value("kept")).isEqualTo("kept");
  }

  @Test
  void saysWhichCommandWasInterrupted() throws Exception {
    SampleHelpers.waiting = new CountDownLatch(1);
    var running = CompletableFuture.supplyAsync(() -> evaluator.evaluate("waits()"));
    assertThat(SampleHelpers.waiting.await(20, TimeUnit.SECONDS)).isTrue();
    evaluator.stop();
    assertThat(running.get(20, TimeUnit.SECONDS))
        .isEqualTo(new Stopped("Interrupted: wait for ever."));
  }

  @Test
  void whoWarmsItLeavesARunningCellAlone() throws Exception {
    SampleHelpers.waiting = new CountDownLatch(1);
    try (var fresh = new Evaluator(HelperCatalogue.of(SampleHelpers.class), List.of())) {
      var running = CompletableFuture.supplyAsync(() -> fresh.evaluate("{ waits(); }"));
      assertThat(SampleHelpers.waiting.await(20, TimeUnit.SECONDS)).isTrue();
      fresh.warm();
      // Else nothing of it would be stopped.
      assertThat(fresh.isReady()).isTrue();
      fresh.stop();
      assertThat(running.get(20, TimeUnit.SECONDS))
          .isEqualTo(new Stopped("Interrupted: wait for ever."));
    }
  }

  /** As when somebody interrupts a notebook's first cell while JShell still starts. */
  @Test
  void aStopAfterACellBeganEndsItBeforeAnyOfItHasRun() {
    try (var fresh = new Evaluator(HelperCatalogue.of(SampleHelpers.class), List.of())) {
      for (String code : List.of("while (true) {}", "waits()", "int more = 1")) {
        fresh.beginCell();
        fresh.stop();
        assertThat(fresh.continueCell(code, _ -> {})).isEqualTo(new Stopped("Stopped."));
      }
      assertThat(fresh.evaluate("int more = 2")).isInstanceOf(Value.class);
      assertThat(fresh.continueCell("more", _ -> {})).isInstanceOf(Value.class);
    }
  }

  @Test
  void stoppingNothingStopsNothing() {
    evaluator.stop();
    assertThat(value("2 + 2")).isEqualTo(4);
  }

  @Test
  void underscoreIsTheLastValue() {
    assertThat(value("pools()\n_.size() + 40")).isEqualTo(41);
    assertThat(value("_ + 1")).isEqualTo(42);
    assertThat(value("var kept = List.of(_,\n  _ + 1)\nkept.getLast()")).isEqualTo(43);
    assertThat(value("List.of(1).stream().map(_ -> \"_\" + _).toList()")).isEqualTo(List.of("_43"));
    assertThat(
            value("try { throw new Error(); } catch (Error _) { }\nfor (var _ : _) {}\n_.size()"))
        .isEqualTo(1);
    CompileError wrong = compileError("_ + 1\n_.nonsense()");
    assertThat(wrong.place()).isEqualTo(new SourcePosition(2, 2, "_.nonsense()"));
    assertThat(evaluator.isComplete("List.of(_,")).isFalse();
  }

  @Test
  void saysThatThereIsNoLastValueYet() {
    try (var fresh = new Evaluator(HelperCatalogue.of(SampleHelpers.class), List.of())) {
      assertThat(fresh.evaluate("1 + _"))
          .isEqualTo(
              new CompileError(
                  new SourcePosition(1, 5, "1 + _"),
                  "There is no last value yet.",
                  "_ is what was shown last."));
    }
  }
}
