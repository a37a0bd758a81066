package dev.thaw.practice.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.Command;
import dev.thaw.practice.Practice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The practice machine's shell: what it reads it reads as a shell does, the rest it refuses. */
class ShTest {

  private final Practice practice = Practice.of("vfio");

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "echo a  b!a b",
        "echo 'a  b'!a  b",
        "echo \"a 'b' $HOME\"!a 'b' /root",
        "echo a\\ b!a b",
        "false; echo $?!1",
        "true && echo yes || echo no!yes",
        "false && echo yes || echo no!no",
        "x=1; y=$x$x; echo $y!11",
        "echo $(echo in $(echo side))!in side",
        "echo one | cat | wc -l!1",
        "echo '$(reboot)' '`id`'!$(reboot) `id`",
        "echo /m*!/media /mnt",
        "echo '/m*'!/m*",
        "cd /mnt && pwd!/mnt",
        "echo a # b!a",
        "cat /nosuch 2>/dev/null; echo $?!1",
        "cat /nosuch 2>&1 | wc -l!1",
        "echo a >/tmp/x; echo b >>/tmp/x; cat </tmp/x | tail -n 1!b",
        "echo naïve ☃!naïve ☃",
      })
  void reads(String line, String printed) {
    assertThat(practice.says(line)).isEqualTo("0\n" + printed + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i in a b; do echo $i; done",
        "if true; then echo; fi",
        "echo $((1 + 1))",
        "(cd /; ls)",
        "echo ${x:-y}",
        "sleep 5 &",
        "echo 'open",
        "while true; do :; done"
      })
  void saysPlainlyWhatItHasNot(String line) {
    assertThat(practice.says(line)).startsWith("2\nsh: the practice machine's shell has no ");
  }

  @Test
  void passesArgumentsOnAsTheyAre() {
    var result =
        practice.machine.run(
            Command.looks("x", "sh", "-c", "echo \"$1\"; \"$@\"", "sh", "echo", "a  $(reboot)\n'"));
    assertThat(result.text()).isEqualTo("echo\na  $(reboot)\n'\n");
    assertThat(practice.screen).isEmpty();
  }

  @Test
  void failsToWriteWhereThereIsNoFolder() {
    assertThat(practice.says("echo x > /nosuch/x"))
        .isEqualTo("2\nsh: 1: cannot create /nosuch/x: Directory nonexistent\n");
  }
}
