package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.session.CellResult.Value;
import dev.thaw.session.Declaration;
import dev.thaw.session.Evaluator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

  private static final Evaluator EVALUATOR = Evaluator.withHelpers();

  private static final String CELL =
      """
      import java.util.function.*;
      // what the screen said; String comment = "";
      String symptom = "a;\\"b"   // no semicolon is needed
      static final boolean flake = false; int tries = 1, more
      var host = "atlas"; var many = -3L; var list = List.of(1)
      java.lang.Double wait = 1.5;
      Long size
      Path path = Path.of("/");
      if (flake) { int inner = 1; }
      String text() { String local = ""; return local; }
      System.exit(7);
      """;

  @AfterAll
  static void close() {
    EVALUATOR.close();
  }

  @Test
  void findsTheVariablesAndTheirTypesWithoutRunningTheCell() {
    assertThat(Parameters.of(notebook(CELL), EVALUATOR))
        .containsExactly(
            new Declaration("String", "symptom", "\"a;\\\"b\""),
            new Declaration("boolean", "flake", "false"),
            new Declaration("int", "tries", "1"),
            new Declaration("int", "more", ""),
            new Declaration("String", "host", "\"atlas\""),
            new Declaration("long", "many", "-3L"),
            new Declaration("var", "list", "List.of(1)"),
            new Declaration("java.lang.Double", "wait", "1.5"),
            new Declaration("Long", "size", ""),
            new Declaration("Path", "path", "Path.of(\"/\")"));
    assertThat(EVALUATOR.variables()).doesNotContain("flake", "inner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "loading module vfio_pci...",
        "a\"b'c\\d\\n$(reboot) `x` ${y} %s",
        "\\u0022; System.exit(1); //",
        "one\ntwo\r\n\tthree\0\b\f\033[2J\u0085\u00a0",
        "é 😀 \u202e \u2028 \ud800 \udb40\udc41",
        "\"\"\"",
        "=a=b="
      })
  void aStringArrivesAsItIs(String value) {
    Notebook set =
        Parameters.set(notebook("String symptom = \"\";"), List.of("symptom=" + value), EVALUATOR);
    Cell injected = set.cells().get(2);
    assertThat(injected.source().chars()).allMatch(c -> c >= ' ');
    EVALUATOR.evaluate("String symptom = \"\";");
    assertThat(EVALUATOR.evaluate(injected.source())).isInstanceOf(Value.class);
    assertThat(EVALUATOR.evaluate("symptom")).isEqualTo(new Value(value, "String", true));
  }

  @ParameterizedTest
  @CsvSource({
    "flake=true, flake = true;",
    "tries=010, tries = 10;",
    "tries=-2147483648, tries = -2147483648;",
    "size=5000000000, size = 5000000000L;",
    "wait=3, wait = 3.0;",
    "many=1, many = 1L;",
    "host=x, host = \"x\";",
    "'symptom =x ', symptom = \"x \";"
  })
  void takesEachTypeInItsOwnWay(String setting, String source) {
    Notebook set = Parameters.set(notebook(CELL), List.of(setting), EVALUATOR);
    assertThat(set.cells().get(2).source()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          symtom=x         | no parameter symtom         | Did you mean symptom?
          zzz=x            | tries, a whole number [1]   | --set NAME=VALUE
          symptom          | has no value                | --set NAME=VALUE
          flake=perhaps    | is yes or no, and           | flake=true
          tries=3000000000 | "3000000000" does not fit   | tries=42
          tries=1.5        | does not fit                | tries=42
          wait=1e999       | no finite number            | wait=1.5
          wait=soon        | does not fit                | wait=1.5
          path=/           | path is a Path              | Edit the notebook's cell
          list=1           | list is a var               | Edit the notebook's cell
          """)
  void refusesWhatDoesNotFitAndSaysWhatWould(String setting, String what, String next) {
    assertThatThrownBy(() -> Parameters.set(notebook(CELL), List.of(setting), EVALUATOR))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining(what)
        .satisfies(e -> assertThat(((Trouble) e).next()).contains(next));
  }

  @Test
  void refusesANameGivenTwiceAndAStringTooLongForJava() {
    Notebook notebook = notebook(CELL);
    assertThatThrownBy(() -> Parameters.set(notebook, List.of("tries=1", "tries=1"), EVALUATOR))
        .hasMessageContaining("tries twice");
    assertThatThrownBy(
            () -> Parameters.set(notebook, List.of("host=" + "x".repeat(70_000)), EVALUATOR))
        .hasMessageContaining("longer than");
  }

  @Test
  void refusesWhereThereIsNothingToSet() {
    var untagged = new Notebook(Map.of(), 5, List.of(Cell.code("a", "int a = 1;")));
    assertThatThrownBy(() -> Parameters.set(untagged, List.of("a=1"), EVALUATOR))
        .hasMessageContaining("no cell tagged");
    assertThatThrownBy(() -> Parameters.set(notebook("disks() oops("), List.of("a=1"), EVALUATOR))
        .hasMessageContaining("declares no variable");
    assertThat(Parameters.set(untagged, List.of(), EVALUATOR)).isSameAs(untagged);
  }

  @Test
  void theInjectedCellStandsBehindItsAndReplacesAnEarlierOne() {
    Notebook once = Parameters.set(notebook(CELL), List.of("tries=1"), EVALUATOR);
    assertThat(once.cells())
        .extracting(Cell::id)
        .containsExactly("injected-parameters", "set", "injected-parameters-2", "last");
    assertThat(once.cells().get(2).tags()).containsExactly("injected-parameters");
    Notebook twice = Parameters.set(once, List.of("tries=2", "host=b"), EVALUATOR);
    assertThat(twice.cells()).hasSize(4);
    assertThat(twice.cells().get(2).source()).isEqualTo("tries = 2;\nhost = \"b\";");
  }

  private static Notebook notebook(String parameters) {
    return new Notebook(
        Map.of(),
        5,
        List.of(
            Cell.code("injected-parameters", "1"),
            Cell.code("set", parameters, "parameters"),
            Cell.code("last", "2")));
  }
}
