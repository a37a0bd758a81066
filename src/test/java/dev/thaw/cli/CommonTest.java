package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonTest {

  @Test
  void theSameMachineIsReachedAgainByTheSameOptions() {
    var common = new Common();
    assertThat(common.reach()).isEmpty();
    common.identity = Path.of("my key");
    common.sshOptions = List.of("Port=2222");
    common.hostKey = "SHA256:abc";
    assertThat(common.reach())
        .containsExactly(
            "--identity", "my key", "--ssh-option", "Port=2222", "--host-key", "SHA256:abc");
  }
}
