package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Cell.Type;
import dev.thaw.notebook.Headings.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadingsTest {

  /** A cell that begins with > is Java. */
  private static final Headings HEADINGS =
      of(
          "Before all.", // 0
          "# Rescue\n\nText.\n\n```\n# no heading\n```\n\n    # nor this", // 1
          "# no heading: a cell of code", // 2, see of()
          "## 1. Import the `pool`s\n\n### Check\n", // 3
          ">disks()", // 4
          "## 2. Mount\nMount what?\n\nUnderlined\n---\n", // 5
          ">mountAll()", // 6
          "### Check", // 7
          "## 12. Mount again: \033[2J", // 8
          "# Afterwards", // 9
          ">1"); // 10

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | []
          1  | [Rescue]
          2  | [Rescue]
          3  | [Rescue, 1. Import the pools]
          4  | [Rescue, 1. Import the pools, Check]
          5  | [Rescue, 2. Mount]
          6  | [Rescue, Underlined]
          7  | [Rescue, Underlined, Check]
          9  | [Afterwards]
          10 | [Afterwards]
          """)
  void eachCellBelongsToASection(int cell, String path) {
    assertThat(HEADINGS.path(cell)).hasToString(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Rescue                  | Rescue
          rescue!                 | Rescue
          2. Mount                | 2. Mount
          MOUNT                   | 2. Mount
          mount again             | 12. Mount again: \\x1b[2J
          import                  | 1. Import the pools
          Import  the pools.      | 1. Import the pools
          1                       | 1. Import the pools
          12.                     | 12. Mount again: \\x1b[2J
          underlined > check      | Check
          Rescue > Underlined > 3. Check | Check
          after                   | Afterwards
          """)
  void findsTheHeadingThatIsMeant(String wanted, String title) {
    String path = wanted.startsWith("underlined") ? "rescue > " + wanted : wanted;
    assertThat(HEADINGS.find(path).title()).isEqualTo(title);
  }

  @Test
  void namesTheCandidatesOfWhatCanBeSeveral() {
    assertThatThrownBy(() -> HEADINGS.find("check"))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("Rescue > 1. Import the pools > Check\n")
        .hasMessageContaining("Rescue > Underlined > Check");
  }

  @Test
  void listsTheHeadingsWhenNoneFits() {
    assertThatThrownBy(() -> HEADINGS.find("Afterwerds \033"))
        .isInstanceOf(Trouble.class)
        .hasMessageContaining("  Rescue\n    1. Import the pools\n      Check\n")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\033"))
        .satisfies(e -> assertThat(((Trouble) e).next()).contains("afterwards"));
    assertThatThrownBy(() -> of(">1").find("3")).hasMessageContaining("no headings");
  }

  @Test
  void aRangeEndsBeforeTheNextHeadingThatIsNotBelow() {
    assertThat(HEADINGS.range("", "")).isEqualTo(new Range(0, 11));
    assertThat(HEADINGS.range("import", "import")).isEqualTo(new Range(3, 5));
    assertThat(HEADINGS.range("", "rescue")).isEqualTo(new Range(0, 9));
    assertThat(HEADINGS.range("underlined", "")).isEqualTo(new Range(5, 11));
    assertThat(HEADINGS.range("mount", "mount")).isEqualTo(new Range(5, 6));
    assertThat(HEADINGS.range("rescue", "underlined")).isEqualTo(new Range(1, 8));
    assertThatThrownBy(() -> HEADINGS.range("afterwards", "import"))
        .hasMessageContaining("\"1. Import the pools\" comes before \"Afterwards\"");
  }

  @Test
  void hostileNestingIsNoDanger() {
    String deep = "*".repeat(20_000);
    assertThat(
            of("> ".repeat(20_000) + "a", "# " + deep + "b" + deep, "# " + "[".repeat(20_000))
                .all())
        .hasSize(2);
  }

  private static Headings of(String... sources) {
    var cells = new ArrayList<Cell>();
    for (String source : sources) {
      boolean code = source.startsWith(">") || source.startsWith("# no");
      cells.add(
          new Cell(
              "c" + cells.size(),
              code ? Type.CODE : Type.MARKDOWN,
              source,
              Map.of(),
              Map.of(),
              OptionalInt.empty(),
              List.of()));
    }
    return Headings.of(new Notebook(Map.of(), 5, cells));
  }
}
