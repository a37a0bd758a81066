package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import dev.thaw.rescue.DamagedPath.Damage;
import dev.thaw.storage.ListWithNotes;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code verify.sh} prints, understood. */
class VerifyingTest {

  private static ListWithNotes<DamagedPath> read(String out) {
    return Verifying.read(out, "", 0, 57);
  }

  @Test
  void eachDamageIsReadWithItsReason() {
    ListWithNotes<DamagedPath> found =
        read(
            """
            paths 4
            missing /nix/store/a-gone
            modified /nix/store/b-cut
            unread /nix/store/c-bad error: reading from file: Input/output error
            checked 4
            """);
    assertThat(found)
        .containsExactly(
            new DamagedPath("/nix/store/a-gone", Damage.MISSING, ""),
            new DamagedPath("/nix/store/b-cut", Damage.MODIFIED, ""),
            new DamagedPath(
                "/nix/store/c-bad", Damage.UNREAD, "error: reading from file: Input/output error"));
    assertThat(found.notes().getFirst()).isEqualTo("Generation 57: 3 of its 4 paths are damaged.");
  }

  @Test
  void whatWasNotComparedIsNotCalledWhole() {
    assertThat(read("paths 40\nchecked 16\nlate 16\n").notes())
        .singleElement()
        .asString()
        .contains("only 16 of its 40 paths");
    // Cut off: the connection was lost.
    assertThat(read("paths 40\nchecked 32\n").notes()).noneMatch(note -> note.contains("all of"));
    assertThat(read("paths 2\nchecked 2\n").notes()).anyMatch(note -> note.contains("all of"));
  }

  @Test
  void whatCouldNotBeAskedIsASentence() {
    assertThatThrownBy(() -> read("failed error: path '/nix/store/x' is not valid\n"))
        .isInstanceOf(Trouble.NotReady.class)
        .hasMessageEndingWith("error: path '/nix/store/x' is not valid");
    assertThatThrownBy(() -> Verifying.read("", "", 127, 57))
        .hasMessageContaining("no nix that runs");
    assertThatThrownBy(() -> Verifying.read("", "thaw: no.\n", 125, 57))
        .hasMessageContaining("can't be gone into");
  }

  @Test
  void manyAreRepairedByOneCommand() {
    String many =
        IntStream.range(0, 20)
            .mapToObj(i -> "modified /nix/store/p" + i + "\n")
            .collect(Collectors.joining("", "paths 20\n", "checked 20\n"));
    assertThat(read(many).notes().getLast())
        .contains("--verify --check-contents --repair")
        .doesNotContain("/nix/store/p1");
  }
}
