package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.helpers.HelperContext;
import dev.thaw.session.CellResult;
import dev.thaw.session.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks that Thaw ships. */
class RunbooksTest {

  private static final Path FOLDER = Path.of("notebooks");

  @TempDir private Path directory;

  /** Cells are only to be compiled here, whatever a test before has left. */
  @BeforeAll
  static void noMachine() {
    HelperContext.NONE.bind();
  }

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void isStoredAsThawItselfWritesItSoThatAnEditIsASmallDifference(Path file) throws IOException {
    Path written = directory.resolve("written.ipynb");
    Notebook.read(file).write(written);
    assertThat(file).hasSameTextualContentAs(written);
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void holdsNoOutputsAndOnlyTagsThatThePlayerKnows(Path file) throws IOException {
    assertThat(Notebook.read(file).cells())
        .allSatisfy(cell -> assertThat(cell.outputs()).isEmpty())
        .allSatisfy(cell ->
            assertThat(Set.of("parameters", "optional", "manual", "skip-unattended"))
                .containsAll(cell.tags()));
    JsonNode kernel = new ObjectMapper().readTree(file.toFile()).at("/metadata/kernelspec/name");
    assertThat(kernel.asText()).isEqualTo("thaw");
  }

  /** No machine is named, so nothing runs: the first helper says so, and nothing else is wrong. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void isJavaThroughoutWithTinyCells(Path file) {
    Notebook notebook = Notebook.read(file);
    String machine = notebook.practiceMachine().orElse("practice:vfio").substring(9);
    // A variable is there only when its value could be made: that takes a machine.
    try (var _ = new PracticePlay(machine);
        var evaluator = Evaluator.withHelpers()) {
      List<Cell> code = notebook.cells().stream().filter(c -> c.type() == Cell.Type.CODE).toList();
      assertThat(code)
          .hasSizeGreaterThan(5)
          .allSatisfy(cell ->
              assertThat(evaluator.evaluate(cell.source()))
                  .as(cell.source())
                  .isNotInstanceOf(CellResult.CompileError.class)
                  .isNotInstanceOf(CellResult.Incomplete.class))
          .allSatisfy(cell -> assertThat(cell.source().lines()).hasSizeLessThanOrEqualTo(6))
          // Four cells of a terminal's 80 go to the margin.
          .allSatisfy(
              cell -> assertThat(cell.source().lines()).allMatch(line -> line.length() <= 76));
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void isInTheIndex(Path file) throws IOException {
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .contains("](" + file.getFileName() + ")");
  }

  /** In Jupyter and on GitHub: to another notebook, a picture, or a heading of its own. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void linksLeadSomewhereAndItsSectionsAreListedAtItsBeginning(Path file) {
    List<String> texts =
        Notebook.read(file).cells().stream()
            .filter(cell -> cell.type() == Cell.Type.MARKDOWN)
            .map(Cell::source)
            .toList();
    Set<String> sections =
        texts.stream()
            .flatMap(text -> text.replaceAll("(?s)```.*?```", "").lines())
            .filter(line -> line.startsWith("## "))
            .map(line -> "#" + line.substring(3).replace(' ', '-'))
            .collect(Collectors.toSet());
    Set<String> links =
        Pattern.compile("]\\(([^)]+)\\)")
            .matcher(String.join("\n", texts))
            .results()
            .map(link -> link.group(1))
            .collect(Collectors.toSet());
    assertThat(links).containsAll(sections);
    links.removeAll(sections);
    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(FOLDER.resolve(link)).isRegularFile());
    assertThat(texts).allMatch(text -> text.lines().count() < 45);
  }
}
