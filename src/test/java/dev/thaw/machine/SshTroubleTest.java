package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshTroubleTest {

  private static final MachineAddress.Ssh ADDRESS =
      new MachineAddress.Ssh(Optional.of("root"), "atlas", OptionalInt.empty());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssh: Could not resolve hostname atlas: Name or service not known | can't be resolved | ip address
          ssh: connect to host atlas port 22: Connection refused | nothing listens | systemctl start sshd
          ssh: connect to host atlas port 22: No route to host | does not answer | same network
          ssh: connect to host atlas port 22: Connection timed out | does not answer | same network
          ssh: connect to host atlas port 22: Operation timed out | does not answer | same network
          Connection timed out during banner exchange | does not answer | same network
          @ WARNING: REVOKED HOST KEY DETECTED! @ | revoked | Don't connect
          Host key verification failed. | not trusted | on the way
          root@atlas: Permission denied (publickey,password). | did not let you in | --identity
          Received disconnect from ::1: Too many authentication failures | did not let you in | passwd
          command-line: line 0: Bad configuration option: foo | did not understand | --ssh-option
          kex_exchange_identification: Connection closed by remote host | Could not connect | Try
          """)
  void whatSshSaysBecomesASentenceWithAWayOn(String said, String what, String next) {
    Trouble trouble = SshTrouble.connecting(ADDRESS, said + "\r\n");
    assertThat(trouble).isInstanceOf(Trouble.Unreachable.class);
    assertThat(trouble).hasMessageContaining(what).hasMessageContaining(said);
    assertThat(trouble.next()).contains(next);
  }

  @Test
  void whatTheMachinePrintsIsCleaned() {
    assertThat(SshTrouble.connecting(ADDRESS, "banner \u001b[2J\n").getMessage())
        .contains("banner \\x1b[2J");
  }
}
