package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Cell.Type;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotebookTest {

  @TempDir Path folder;

  @Test
  void readsASourceThatIsAStringOrAListOfLines() throws IOException {
    Notebook notebook =
        read(
            """
            {"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": [
             {"cell_type": "markdown", "metadata": {}, "source": "# A\\nb"},
             {"cell_type": "code", "metadata": {"tags": ["optional", "x"]}, "execution_count": 3,
              "source": ["disks()\\n", "pools()"], "outputs": []},
             {"cell_type": "raw", "source": []}]}
            """);
    assertThat(notebook.minor()).isZero();
    assertThat(notebook.cells())
        .extracting(Cell::source)
        .containsExactly("# A\nb", "disks()\npools()", "");
    assertThat(notebook.cells())
        .extracting(Cell::type)
        .containsExactly(Type.MARKDOWN, Type.CODE, Type.RAW);
    assertThat(notebook.cells().get(1).executionCount()).hasValue(3);
    assertThat(notebook.cells().get(1).is("optional")).isTrue();
    assertThat(notebook.cells().get(1).is("manual")).isFalse();
  }

  @Test
  void givesCellsValidIdsThatStayTheSameWhenOthersCome() throws IOException {
    String cell = "{\"cell_type\": \"code\", \"source\": \"%s\"%s}";
    String good = cell.formatted("a", ", \"id\": \"good\"");
    String same = cell.formatted("b", ", \"id\": \"good\"");
    String bad = cell.formatted("c", ", \"id\": \"%s\"".formatted("x".repeat(65)));
    String none = cell.formatted("d", "");
    Notebook notebook = read(notebook(good, same, bad, none, none));
    assertThat(notebook.cells())
        .extracting(Cell::id)
        .startsWith("good")
        .allSatisfy(id -> assertThat(id).matches("[a-zA-Z0-9-_]{1,64}"))
        .doesNotHaveDuplicates();
    List<Cell> shifted = read(notebook(none, none)).cells();
    assertThat(notebook.cells().subList(3, 5)).isEqualTo(shifted);
  }

  @Test
  void readsEveryOutput() throws IOException {
    Notebook notebook =
        read(
            notebook(
                """
                {"cell_type": "code", "source": "x", "outputs": [
                 {"output_type": "stream", "name": "stderr", "text": ["a\\n", "b"]},
                 {"output_type": "execute_result", "execution_count": 1, "metadata": {},
                  "data": {"text/plain": ["1\\n", "2"], "application/json": ["a", "b"]}},
                 {"output_type": "display_data", "data": {"image/png": "AAAA"}, "metadata": {"w": 1}},
                 {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["t"]}]}
                """));
    List<Output> outputs = notebook.cells().getFirst().outputs();
    assertThat(outputs.get(0)).isEqualTo(Output.Stream.err("a\nb"));
    assertThat(((Output.Result) outputs.get(1)).data())
        .containsEntry("text/plain", Output.Result.text(1, "1\n2").data().get("text/plain"))
        .hasEntrySatisfying("application/json", json -> assertThat(json).hasSize(2));
    assertThat(((Output.Display) outputs.get(2)).metadata()).containsKey("w");
    assertThat(outputs.get(3)).isEqualTo(new Output.Failure("E", "v", List.of("t")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"cells": [}               | line 1, column 12: this is no valid JSON
          {"cells": [                | the file ends in the middle
          {"nbformat": 4} {}         | this is no valid JSON
          []                         | the file is a list
          {}                         | no notebook
          {"nbformat": "4"}          | no notebook
          {"nbformat": 3}            | nbformat 3, an old one
          {"nbformat": 5}            | nbformat 5, a newer one
          {"nbformat": 4}            | list of cells is missing
          {"nbformat": 4, "cells": 1}           | list of cells is a number, not a list
          {"nbformat": 4, "cells": [null]}      | cell 1 is null, not an object
          {"nbformat": 4, "cells": [], "metadata": 1} | the notebook: its metadata is a number
          {"nbformat": 4, "cells": [{"cell_type": "code", "source": 7}]} | cell 1: its source is a number
          {"nbformat": 4, "cells": [{"cell_type": "code", "source": ["a", 7]}]} | cell 1: its source is a list
          {"nbformat": 4, "cells": [{"cell_type": "code"}]} | cell 1: its source is missing
          {"nbformat": 4, "cells": [{"cell_type": "\\u001b[2J"}]} | cell 1: its cell_type is
          {"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "outputs": 1}]} | cell 1: its list of outputs
          {"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "outputs": [1]}]} | cell 1: its output 1 is a number
          {"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "outputs": [{"output_type": "stream"}]}]} | cell 1: its output 1: its text is missing
          {"nbformat": 4, "cells": [], "metadata": {"language_info": {"name": "python"}}} | is in python
          {"nbformat": 4, "cells": [], "metadata": {"kernelspec": {"language": "R"}}} | is in R;
          """)
  void refusesWhatIsNoJavaNotebookOfFormat4WithThePlace(String text, String sentence) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("bad.ipynb")
        .hasMessageContaining(sentence)
        .satisfies(e -> assertThat(((Trouble) e).next()).isNotEmpty())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\033"));
  }

  @Test
  void saysTheLineOfADamageFurtherDown() {
    assertThatThrownBy(() -> read("{\n \"nbformat\": 4,\n \"cells\": [\n  oops\n ]\n}"))
        .hasMessageContaining("line 4, column");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.ipynb"));
    Path latin = folder.resolve("latin.ipynb");
    Files.write(latin, "{\n\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));
    Path large = folder.resolve("large.ipynb");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(100_000_000);
    }
    assertThatThrownBy(() -> Notebook.read(empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> Notebook.read(latin))
        .hasMessageContaining("line 2")
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> Notebook.read(large)).hasMessageContaining("100 MB");
    assertThatThrownBy(() -> Notebook.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Notebook.read(folder.resolve("none")))
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> Notebook.read(Path.of("/dev/zero")))
        .hasMessageContaining("no ordinary file");
    assertThatThrownBy(() -> Notebook.read(Path.of("/proc/self/mem")))
        .hasMessageContaining("can't be read");
  }

  @Test
  void refusesNestingWithoutEndInASentence() {
    assertThatThrownBy(() -> read("{\"a\":".repeat(100_000))).isInstanceOf(Trouble.class);
  }

  private Notebook read(String text) throws IOException {
    return Notebook.read(Files.writeString(folder.resolve("bad.ipynb"), text));
  }

  private static String notebook(String... cells) {
    return "{\"nbformat\": 4, \"nbformat_minor\": 4, \"cells\": [" + String.join(",", cells) + "]}";
  }
}
