package dev.thaw.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.machine.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookWriterTest {

  /** What Jupyter itself would write, by Debian's python3-nbformat. */
  private static final String NORMAL =
      "import nbformat, sys; sys.stdout.reconfigure(encoding='utf-8');"
          + " n = nbformat.read(sys.argv[1], nbformat.NO_CONVERT); nbformat.validate(n);"
          + " print(nbformat.writes(n).replace(chr(0xd800), ''))";

  private static final String HOSTILE =
      """
      {"nbformat": 4, "nbformat_minor": 2, "future": {"x": 1.5},
       "metadata": {"kernelspec": {"name": "java"}, "orig_nbformat": 3, "title": 7,
        "mine": {"deep": [1, 2.0, 1e400, 12345678901234567890123, null, true]}},
       "cells": [
        {"cell_type": "markdown", "id": "no id!", "source": "é \\ud83d\\ude00 \\ud800 \\u001b[2J\\u2028",
         "attachments": {"p.png": {"image/png": "AA", "text/plain": 7}, "q": null}, "who": "me",
         "metadata": {"name": "", "tags": ["a,b", "manual", "manual"], "trusted": true}},
        {"cell_type": "code", "source": "x\\r\\ny\\n", "execution_count": -1, "attachments": {},
         "metadata": {"collapsed": "no", "scrolled": null, "execution": {"a": 1}, "unrecognized": 3},
         "outputs": [
          {"output_type": "stream", "name": "stdout", "text": "a\\nb", "metadata": {}},
          {"output_type": "pyout", "x": [NaN]},
          {"output_type": "execute_result", "metadata": null, "execution_count": "1",
           "data": {"text/html": "<b>\\n</b>", "image/svg+xml": "<svg>\\n", "image/png": "A\\nA",
            "application/vnd.x+json": {"v": [NaN, {}]}, "text/latex": {"no": 1}}},
          {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["1\\n2"]}]},
        {"cell_type": "raw", "source": "", "metadata": {"format": 1, "jupyter": []}},
        {"cell_type": "raw", "source": ""}]}
      """;

  @TempDir Path folder;

  @Test
  void whatWasHostileIsValidNbformat45LikeJupytersOwn() throws Exception {
    Path out = write(read(HOSTILE));
    assertThat(Files.readString(out)).contains("\"nbformat_minor\": 5");
    assertThat(Files.readString(out, UTF_8).replace("\\ud800", "").replace("1E+400", "Infinity"))
        .isEqualTo(normal(out));
  }

  @Test
  void nothingThatItDoesNotKnowIsLost() throws Exception {
    String text = Files.readString(write(read(HOSTILE)));
    assertThat(text)
        .contains("\"future\": {")
        .contains("1.5", "12345678901234567890123", "1E+400")
        .contains("\"id\": \"no id!\"")
        .contains("\"metadata/tags\": [", "\"a,b\"")
        .contains("\"who\": \"me\"")
        .contains("\"outputs/1\": {")
        .doesNotContain("orig_nbformat")
        .doesNotContain("trusted");
    assertThat(read(text)).isEqualTo(read(Files.readString(write(read(text)))));
  }

  @Test
  void aPlayedNotebookIsValid() throws Exception {
    Cell cell =
        Cell.code("set-1", "symptom = \"$(x) \\\" \033\";", "injected-parameters", "optional");
    List<Output> outputs =
        List.of(
            Output.Stream.out("\033[31mred\033[0m\n"),
            Output.Stream.err(""),
            Output.Display.text("a\nb\n"),
            Output.Result.text(1, "\ud800"),
            new Output.Failure("Trouble", "It’s \"broken\"", List.of("a", "b\n")));
    var notebook = new Notebook(Map.of(), 5, List.of(cell)).withCell(0, cell.played(1, outputs));
    Path out = write(notebook);
    normal(out);
    assertThat(read(Files.readString(out))).isEqualTo(notebook);
    assertThat(notebook.cells().getFirst().unplayed()).isEqualTo(cell);
  }

  @Test
  void onlyTheOwnerCanReadIt() throws Exception {
    Path earlier = Files.createFile(folder.resolve("out.ipynb"));
    Files.setPosixFilePermissions(earlier, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path out = write(read(HOSTILE));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
  }

  @Test
  void anInterruptDoesNotKeepItFromBeingWritten() throws Exception {
    Notebook notebook = read(HOSTILE);
    Thread.currentThread().interrupt();
    Path out = write(notebook);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Notebook.read(out).cells()).hasSize(4);
  }

  @Test
  void refusesWhatIsNoOrdinaryFileAndLeavesIt() throws Exception {
    Notebook notebook = read(HOSTILE);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("in.ipynb"));
    assertThatThrownBy(() -> notebook.write(link)).hasMessageContaining("it is a link");
    assertThatThrownBy(() -> notebook.write(folder)).hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> notebook.write(Path.of("/dev/null")))
        .hasMessageContaining("no ordinary");
    assertThatThrownBy(() -> notebook.write(folder.resolve("no/x")))
        .hasMessageContaining("folder does not");
    assertThat(Files.readString(folder.resolve("in.ipynb"))).isEqualTo(HOSTILE);
    assertThat(Files.exists(Path.of("/dev/null"))).isTrue();
  }

  @Test
  @NeedsRoot
  void aFullDiskAndAReadOnlyFolderLeaveTheEarlierFile() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path out = disk.resolve("out.ipynb");
    run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    try {
      Files.writeString(out, "earlier");
      Cell large = Cell.code("a", "x".repeat(100_000));
      var notebook = new Notebook(Map.of(), 5, List.of(large));
      assertThatThrownBy(() -> notebook.write(out))
          .isInstanceOf(Trouble.class)
          .hasMessageContaining("No space left on device")
          .satisfies(e -> assertThat(((Trouble) e).next()).contains("--out FILE"));
      assertThat(disk).isDirectoryNotContaining("glob:**.tmp");
      run("mount", "-o", "remount,ro", disk.toString());
      assertThatThrownBy(() -> notebook.write(out)).hasMessageContaining("Read-only file system");
      assertThat(out).hasContent("earlier");
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void knowsTheOriginalThroughLinksAndUnderNamesThatDoNotExistYet() throws Exception {
    Path file = Files.createFile(folder.resolve("a"));
    Path link = Files.createSymbolicLink(folder.resolve("b"), file);
    Path twin = Files.createLink(folder.resolve("c"), file);
    Files.createSymbolicLink(folder.resolve("d"), folder);
    assertThat(WholeFile.isSame(file, link)).isTrue();
    assertThat(WholeFile.isSame(file, twin)).isTrue();
    assertThat(WholeFile.isSame(file, folder.resolve("d/../d/a"))).isTrue();
    assertThat(WholeFile.isSame(folder.resolve("x"), folder.resolve("d/x"))).isTrue();
    assertThat(WholeFile.isSame(file, folder.resolve("x"))).isFalse();
  }

  @Test
  void refusesCellsThatNoFileCouldHold() {
    assertThatThrownBy(() -> Cell.code("no id", "")).isInstanceOf(IllegalArgumentException.class);
    Cell cell = Cell.code("a", "");
    assertThatThrownBy(() -> new Notebook(Map.of(), 5, List.of(cell, cell)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(cell.executionCount()).isEqualTo(OptionalInt.empty());
  }

  private Notebook read(String text) throws IOException {
    return Notebook.read(Files.writeString(folder.resolve("in.ipynb"), text));
  }

  private Path write(Notebook notebook) {
    Path out = folder.resolve("out.ipynb");
    notebook.write(out);
    return out;
  }

  private static String normal(Path file) throws Exception {
    return run("/usr/bin/python3", "-W", "error", "-c", NORMAL, file.toString());
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
