package dev.thaw.player;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The command lines that a play ends with. */
class ResumeCommandsTest {

  @Test
  void goesOnWithTheSameArgumentsWhereverItBegan() {
    var onward =
        new ResumeCommands(
            List.of(),
            "local",
            List.of("play", "a b.ipynb", "--from", "Two", "--from=Three", "--afresh", "--yes"));
    assertThat(onward.resume()).isEqualTo("thaw play 'a b.ipynb' --yes --resume");
  }

  @Test
  void leavesTheSameMachineInTheSameWay() {
    var reach = List.of("--identity", "my key", "--ssh-option", "Port=2222");
    var onward = new ResumeCommands(reach, "ssh://root@host", List.of("play", "t"));
    assertThat(onward.leave())
        .isEqualTo(
            "thaw eval --on ssh://root@host --identity 'my key' --ssh-option Port=2222 'leave()'");
  }
}
