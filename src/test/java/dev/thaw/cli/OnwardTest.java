package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command lines that a play ends with. */
class OnwardTest {

  private final Common common = new Common();

  @Test
  void goesOnWithTheSameArgumentsWhereverItBegan() {
    var onward =
        new Onward(
            common,
            "local",
            List.of("play", "a b.ipynb", "--from", "Two", "--from=Three", "--afresh", "--yes"));
    assertThat(onward.resume()).isEqualTo("thaw play 'a b.ipynb' --yes --resume");
  }

  @Test
  void leavesTheSameMachineInTheSameWay() {
    common.identity = Path.of("my key");
    common.sshOptions = List.of("Port=2222");
    var onward = new Onward(common, "ssh://root@host", List.of("play", "t"));
    assertThat(onward.leave())
        .isEqualTo(
            "thaw eval --on ssh://root@host --identity 'my key' --ssh-option Port=2222 'leave()'");
  }
}
