package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users of this computer that exist only for these tests reach root over ssh and sudo. */
@NeedsRoot
@ExtendWith(OneAtATime.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SudoTest {

  private static TestUser trusted;
  private static TestUser asked;
  private static LoopbackSshd sshd;

  @BeforeAll
  static void makeUsers() throws Exception {
    sshd = new LoopbackSshd();
    sshd.becomeKnown();
    trusted = TestUser.make("thaw-test-trusted", "ALL=(ALL) NOPASSWD: ALL");
    asked = TestUser.make("thaw-test-asked", "ALL=(ALL) ALL");
  }

  @AfterAll
  static void removeUsers() throws Exception {
    sshd.close();
    trusted.remove();
    asked.remove();
  }

  @Test
  void aUserWhomSudoTrustsIsRootWithoutAQuestion() {
    var person = FakePerson.nobody();
    try (var machine = sshd.machine(trusted.name(), person)) {
      Command command = Command.looks("see", "sh", "-c", "id -u; cat");
      assertThat(machine.run(command.reading(Stdin.of("in"))).text()).isEqualTo("0\nin");
    }
    assertThat(person.asked).isEmpty();
  }

  @Test
  void thePasswordIsAskedForOnceAndNeverMixesWithACommandsInput() {
    var person = FakePerson.knowing(TestUser.PASSWORD);
    try (var machine = sshd.machine(asked.name(), person)) {
      Command command = Command.looks("see", "sh", "-c", "id -u; cat");
      for (String in : new String[] {"", "one", "two\nlines\n"}) {
        CommandResult result = machine.run(command.reading(Stdin.of(in)));
        assertThat(result.text()).isEqualTo("0\n" + in);
        assertThat(result.errText()).isEmpty();
      }
    }
    assertThat(person.asked).singleElement().asString().contains("password").contains(asked.name());
  }

  @Test
  void twoCommandsAtTheSameTimeAskForItOnce() {
    var person = FakePerson.knowing(TestUser.PASSWORD);
    Command command = Command.looks("see", "id", "-u");
    try (var machine = sshd.machine(asked.name(), person);
        var other = new Meanwhile<>("see", () -> machine.run(command))) {
      assertThat(machine.run(command).text()).isEqualTo("0\n");
      assertThat(other.found().text()).isEqualTo("0\n");
    }
    assertThat(person.asked).hasSize(1);
  }

  @Test
  void thePasswordIsInNoCommandLine() {
    try (var machine = sshd.machine(asked.name(), FakePerson.knowing(TestUser.PASSWORD))) {
      Command command = Command.looks("see", "sh", "-c", "cat /proc/[0-9]*/cmdline");
      assertThat(machine.run(command).text()).contains("sudo").doesNotContain(TestUser.PASSWORD);
    }
  }

  @Test
  void aWrongPasswordIsSaidAndAskedForAgainThreeTimesInAll() {
    var person = FakePerson.knowing("wrong");
    try (var machine = sshd.machine(asked.name(), person)) {
      assertThatThrownBy(() -> machine.run(Command.looks("see", "true")))
          .isInstanceOf(Trouble.NotApproved.class)
          .hasMessageContaining("Root is needed");
    }
    assertThat(person.asked).hasSize(3);
    assertThat(person.told).hasSize(3).allMatch(text -> text.contains("did not accept"));
  }

  @Test
  void aTimeLimitEndsWhatRunsAsRoot() {
    String seconds = "8645." + ProcessHandle.current().pid();
    try (var machine = sshd.machine(asked.name(), FakePerson.knowing(TestUser.PASSWORD))) {
      Command slow =
          Command.looks("wait", "sleep", seconds).within(java.time.Duration.ofSeconds(1));
      assertThatThrownBy(() -> machine.run(slow)).isInstanceOf(Trouble.TimedOut.class);
      Processes.await("sleep " + seconds, false);
    }
  }
}
