package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.ExecutionMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a played notebook hands on to the play that goes on from it. */
class JournalTest {

  private static final PlayOrigin ORIGIN =
      new PlayOrigin("/t.ipynb", "0", "local", ExecutionMode.APPLY, "1");

  @TempDir private Path directory;

  private Journal journal;

  @BeforeEach
  void begin() {
    journal = Journal.begin(directory.resolve("p.ipynb"), ORIGIN, notebook("own"), Map.of());
    journal.at(0);
  }

  private static Notebook notebook(String second) {
    return new Notebook(
        Map.of(), 5, List.of(Cell.code("a", "1"), Cell.code("b", second), Cell.code("c", "3")));
  }

  private Journal goOn(Notebook original) {
    Earlier earlier = Earlier.read(journal.file()).orElseThrow();
    return Journal.goOn(earlier, ORIGIN, original, 1, Map.of());
  }

  @Test
  void anEditedCellIsKept() {
    journal.edit(1, "edited");
    journal.at(1);
    Journal next = goOn(notebook("own"));
    assertThat(next.cells()).extracting(Cell::source).containsExactly("1", "edited", "3");
    assertThat(next.state(1)).isEmpty();
    next.at(1);
    assertThat(Earlier.read(journal.file()).orElseThrow().next(notebook("own"))).isEqualTo(1);
  }

  @Test
  void anEditedCellThatTheNotebookHasAnewIsTheNotebooks() {
    journal.edit(1, "edited");
    journal.at(1);
    assertThat(goOn(notebook("mended")).cell(1).source()).isEqualTo("mended");
  }

  @Test
  void whatAnEarlierPlayMayHaveChangedIsNotForgotten() {
    assertThat(journal.hasActed()).isFalse();
    assertThat(goOn(notebook("own")).hasActed()).isFalse();
    // It ended in the midst of this one.
    journal.running(1);
    assertThat(goOn(notebook("own")).hasActed()).isTrue();
  }
}
