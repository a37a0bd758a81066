package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineAddressTest {

  @Test
  void theFormsThatWorkAreRead() {
    assertThat(MachineAddress.parse("local")).isEqualTo(new MachineAddress.Local());
    assertThat(MachineAddress.parse("practice")).isEqualTo(new MachineAddress.Practice(""));
    assertThat(MachineAddress.parse("practice:full-esp"))
        .isEqualTo(new MachineAddress.Practice("full-esp"));
    assertThat(MachineAddress.parse("ssh://atlas")).isEqualTo(ssh(null, "atlas", 0));
    assertThat(MachineAddress.parse("ssh://root@192.168.1.7:22/"))
        .isEqualTo(ssh("root", "192.168.1.7", 22));
    assertThat(MachineAddress.parse("ssh://nixos@[fe80::1%eth0]:2222"))
        .isEqualTo(ssh("nixos", "fe80::1%eth0", 2222));
  }

  private static MachineAddress ssh(String user, String host, int port) {
    return new MachineAddress.Ssh(
        Optional.ofNullable(user), host, port == 0 ? OptionalInt.empty() : OptionalInt.of(port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "practice",
        "practice:one",
        "ssh://h",
        "ssh://u@h",
        "ssh://u@h:1",
        "ssh://[::1]:22"
      })
  void anAddressIsWrittenAsItIsRead(String text) {
    assertThat(MachineAddress.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Local",
        "root@host",
        "ssh:host",
        "ssh://",
        "ssh://@host",
        "ssh://-oProxyCommand=x",
        "ssh://-l@host",
        "ssh://user@-host",
        "ssh://host:0",
        "ssh://host:65536",
        "ssh://host:x",
        "ssh://::1",
        "ssh://a b",
        "ssh://a;b",
        "ssh://$(x)@host",
        "ssh://host/path",
        "ssh://user:password@host",
        "ssh://host\n",
        "practice:",
        "practice:../x",
        "http://host"
      })
  void anythingElseIsRefusedWithTheFormsThatWork(String text) {
    assertThatThrownBy(() -> MachineAddress.parse(text))
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble -> assertThat(trouble.next()).contains("local", "ssh://"));
  }

  @Test
  void optionsOfAnotherFormAreRefused() {
    var none = Optional.<Path>empty();
    assertThatThrownBy(() -> new SshOptions(none, List.of("-oX"), Optional.empty()))
        .isInstanceOf(Trouble.Refused.class);
    assertThatThrownBy(() -> new SshOptions(none, List.of(), Optional.of("SHA256:short")))
        .isInstanceOf(Trouble.Refused.class);
    assertThatThrownBy(
            () -> new SshOptions(Optional.of(Path.of("/no/key")), List.of(), Optional.empty()))
        .isInstanceOf(Trouble.Refused.class);
  }
}
