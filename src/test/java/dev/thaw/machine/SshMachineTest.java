package dev.thaw.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.thaw.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsRoot
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SshMachineTest {

  private LoopbackSshd sshd;

  @BeforeEach
  void start() throws Exception {
    sshd = new LoopbackSshd();
  }

  @AfterEach
  void stop() throws Exception {
    sshd.close();
  }

  private SshMachine known() throws IOException {
    sshd.becomeKnown();
    return sshd.machine("root", FakePerson.nobody());
  }

  private static Command looks(String... argv) {
    return Command.looks("see", argv);
  }

  @Test
  void aCommandsArgumentsInputOutputAndStatusAreItsOwn() throws IOException {
    String odd = " a  'b' \"c\" $(d) `e` \\ *\n-é\u001b ";
    try (var machine = known()) {
      CommandResult result =
          machine.run(
              looks("sh", "-c", "cat; printf %s \"$1\"; echo e >&2; exit 3", "x", odd)
                  .reading(Stdin.of("in\0put")));
      assertThat(result.text()).isEqualTo("in\0put" + odd);
      assertThat(result.errText()).isEqualTo("e\n");
      assertThat(result.status()).isEqualTo(3);
    }
  }

  @Test
  void allCommandsShareOneConnectionThatEndsWithTheMachine() throws IOException {
    var machine = known();
    String client = machine.run(looks("sh", "-c", "echo $SSH_CLIENT")).orFail("").text();
    assertThat(client).isNotBlank();
    assertThat(machine.run(looks("sh", "-c", "echo $SSH_CLIENT")).text()).isEqualTo(client);
    assertThat(machine.socket()).exists();
    assertThat(machine.socket().toString()).hasSizeLessThan(60);
    machine.close();
    assertThat(machine.socket().getParent()).doesNotExist();
  }

  @Test
  void aStatusOf255IsNotTakenForALostConnection() throws IOException {
    try (var machine = known()) {
      assertThat(machine.run(looks("sh", "-c", "exit 255")).status()).isEqualTo(254);
    }
  }

  @Test
  void tenMegabytesComeThroughBothWays() throws IOException {
    byte[] bytes = new byte[10_000_000];
    new java.util.Random(1).nextBytes(bytes);
    try (var machine = known()) {
      assertThat(machine.run(looks("cat").reading(Stdin.of(bytes))).out()).isEqualTo(bytes);
    }
  }

  @Test
  void anUnknownHostKeyIsShownAndKeptForThisRunOnlyIfAccepted() throws Exception {
    var person = FakePerson.yes();
    try (var machine = sshd.machine("root", person)) {
      machine.run(looks("true")).orFail("");
      sshd.dropSessions();
      machine.run(looks("true")).orFail("");
    }
    assertThat(person.told)
        .singleElement()
        .asString()
        .contains("ED25519 " + sshd.fingerprint(), "not in your known_hosts", HostKey.SHOW);
    assertThat(person.asked).hasSize(1);
    assertThat(sshd.knownHosts()).doesNotExist();
  }

  @Test
  void anUnknownHostKeyIsRefusedByThePersonOrByNobody() throws Exception {
    for (var person : List.of(FakePerson.no(), FakePerson.nobody())) {
      try (var machine = sshd.machine("root", person)) {
        assertThatThrownBy(() -> machine.run(looks("true")))
            .isInstanceOf(Trouble.NotApproved.class)
            .hasMessageContaining(sshd.fingerprint());
      }
    }
  }

  @Test
  void aChangedHostKeyNeedsAPersonEvenWithYes() throws Exception {
    sshd.becomeKnown();
    String before = sshd.fingerprint();
    String file = Files.readString(sshd.knownHosts());
    sshd.stop();
    sshd.newHostKey();
    sshd.start();
    try (var machine = sshd.machine("root", FakePerson.yesBeforehand())) {
      Throwable refused = catchThrowable(() -> machine.run(looks("true")));
      assertThat(refused)
          .isInstanceOf(Trouble.NotApproved.class)
          .hasMessageContaining(sshd.fingerprint());
      assertThat(((Trouble) refused).next()).contains("--host-key");
    }
    var person = FakePerson.yes();
    try (var machine = sshd.machine("root", person)) {
      machine.run(looks("true")).orFail("");
    }
    assertThat(person.told).singleElement().asString().contains(before, "live image", "say no");
    assertThat(sshd.knownHosts()).hasContent(file);
  }

  @Test
  void aKnownHostWithAKeyOfAnotherTypeIsNotTakenForANewOne() throws Exception {
    LoopbackSshd.run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", sshd.identity() + "-other");
    String[] other =
        Files.readString(java.nio.file.Path.of(sshd.identity() + "-other.pub")).split(" ");
    sshd.becomeKnown();
    String name = Files.readString(sshd.knownHosts()).split(" ")[0];
    Files.writeString(sshd.knownHosts(), name + " " + other[0] + " " + other[1] + "\n");
    LoopbackSshd.run("ssh-keygen", "-H", "-f", sshd.knownHosts().toString());
    try (var machine = sshd.machine("root", FakePerson.yesBeforehand())) {
      assertThatThrownBy(() -> machine.run(looks("true"))).isInstanceOf(Trouble.NotApproved.class);
    }
  }

  @Test
  void aPinnedHostKeyIsAcceptedWithoutAQuestionAndAnotherIsRefused() throws Exception {
    var nobody = FakePerson.nobody();
    var right = sshd.pinned(sshd.fingerprint());
    try (var machine = new SshMachine(sshd.address("root"), right, nobody)) {
      machine.run(looks("true")).orFail("");
    }
    var wrong = sshd.pinned("SHA256:" + "A".repeat(43));
    sshd.becomeKnown();
    try (var machine = new SshMachine(sshd.address("root"), wrong, FakePerson.yes())) {
      assertThatThrownBy(() -> machine.run(looks("true")))
          .isInstanceOf(Trouble.NotApproved.class)
          .hasMessageContaining(sshd.fingerprint());
    }
  }

  @Test
  void anInterruptEndsTheFarProcessAndLeavesTheConnectionUsable() throws Exception {
    String seconds = "8642." + ProcessHandle.current().pid();
    try (var machine = known()) {
      machine.run(looks("true")).orFail("");
      var thrown = new AtomicReference<Throwable>();
      Thread thread =
          Thread.ofPlatform()
              .start(() ->
                  thrown.set(
                      catchThrowable(
                          () -> machine.run(looks("sh", "-c", "sleep " + seconds + "; true")))));
      Processes.await("sleep " + seconds, true);
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(Trouble.Interrupted.class);
      Processes.await("sleep " + seconds, false);
      machine.run(looks("true")).orFail("");
    }
  }

  @Test
  void aTimeLimitEndsTheFarProcess() throws Exception {
    String seconds = "8643." + ProcessHandle.current().pid();
    try (var machine = known()) {
      Command slow = looks("sleep", seconds).within(Duration.ofSeconds(1));
      assertThatThrownBy(() -> machine.run(slow)).isInstanceOf(Trouble.TimedOut.class);
      Processes.await("sleep " + seconds, false);
    }
  }

  @Test
  void aLostConnectionIsSaidEndsTheFarProcessAndTheNextCommandReconnects() throws Exception {
    String seconds = "8644." + ProcessHandle.current().pid();
    try (var machine = known()) {
      machine.run(looks("true")).orFail("");
      Thread.ofPlatform()
          .start(() -> {
            Processes.await("sleep " + seconds, true);
            sshd.dropSessions();
          });
      assertThatThrownBy(() -> machine.run(looks("sleep", seconds)))
          .isInstanceOf(Trouble.Unreachable.class)
          .hasMessageContaining("was lost")
          .hasMessageContaining("see");
      Processes.await("sleep " + seconds, false);
      machine.run(looks("true")).orFail("");
    }
  }

  @Test
  void anSshThatIsKilledHereIsALostConnectionAndACommandKilledThereIsNot() throws Exception {
    try (var machine = known()) {
      for (int signal : List.of(9, 15, 11)) {
        CommandResult killed =
            machine.run(looks("sh", "-c", "echo e >&2; kill -" + signal + " $$"));
        assertThat(killed.status()).isEqualTo(128 + signal);
        // The shell there may say so, too.
        assertThat(killed.errText()).startsWith("e\n").doesNotContain("\036");
      }
      String seconds = "8647." + ProcessHandle.current().pid();
      Thread.ofPlatform()
          .start(() -> {
            Processes.await("sleep " + seconds, true);
            ProcessHandle.allProcesses()
                .filter(process -> Processes.line(process).startsWith("ssh "))
                .filter(process -> Processes.line(process).contains(seconds))
                .forEach(ProcessHandle::destroyForcibly);
          });
      assertThatThrownBy(() -> machine.run(looks("sleep", seconds)))
          .isInstanceOf(Trouble.Unreachable.class)
          .hasMessageContaining("was lost (ssh was ended here by signal 9)");
      Processes.await("sleep " + seconds, false);
      machine.run(looks("true")).orFail("");
    }
  }

  @Test
  void aLinkThatIsDeadButNotClosedIsNoticed() throws Exception {
    sshd.becomeKnown();
    var settings = new java.util.ArrayList<>(sshd.options().options());
    settings.add("ServerAliveInterval=1");
    var options = new SshOptions(sshd.options().identity(), settings, Optional.empty());
    String seconds = "8646." + ProcessHandle.current().pid();
    try (var machine = new SshMachine(sshd.address("root"), options, FakePerson.nobody())) {
      machine.run(looks("true")).orFail("");
      Thread.ofPlatform()
          .start(() -> {
            Processes.await("sleep " + seconds, true);
            sshd.freezeSessions();
          });
      assertThatThrownBy(() -> machine.run(looks("sleep", seconds)))
          .isInstanceOf(Trouble.Unreachable.class)
          .hasMessageContaining("was lost");
      sshd.dropSessions();
    }
  }

  @Test
  void aMasterThatDiedIsReplaced() throws Exception {
    try (var machine = known()) {
      machine.run(looks("true")).orFail("");
      Processes.find("ssh: " + machine.socket() + " [mux]").forEach(ProcessHandle::destroyForcibly);
      Processes.await("ssh: " + machine.socket() + " [mux]", false);
      machine.run(looks("true")).orFail("");
      assertThat(Processes.find("ssh: " + machine.socket() + " [mux]")).hasSize(1);
    }
  }

  @Test
  void aMachineThatDoesNotListenIsSaid() throws Exception {
    sshd.becomeKnown();
    sshd.stop();
    try (var machine = sshd.machine("root", FakePerson.nobody())) {
      assertThatThrownBy(() -> machine.run(looks("true")))
          .isInstanceOf(Trouble.Unreachable.class)
          .hasMessageContaining("nothing listens")
          .hasMessageContaining("refused");
    }
  }

  @Test
  void aNameThatCannotBeResolvedIsSaid() {
    var address = new MachineAddress.Ssh(Optional.empty(), "no.such.invalid", OptionalInt.empty());
    try (var machine = new SshMachine(address, SshOptions.NONE, FakePerson.nobody())) {
      assertThatThrownBy(() -> machine.run(looks("true")))
          .isInstanceOf(Trouble.Unreachable.class)
          .hasMessageContaining("can't be resolved");
    }
  }

  @Test
  void aLoginThatIsDeniedIsSaid() throws Exception {
    sshd.becomeKnown();
    LoopbackSshd.run(
        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", sshd.identity() + "-wrong");
    var options =
        new SshOptions(
            Optional.of(java.nio.file.Path.of(sshd.identity() + "-wrong")),
            sshd.options().options(),
            Optional.empty());
    try (var machine = new SshMachine(sshd.address("root"), options, FakePerson.nobody())) {
      Throwable denied = catchThrowable(() -> machine.run(looks("true")));
      assertThat(denied).isInstanceOf(Trouble.Unreachable.class).hasMessageContaining("let you in");
      assertThat(((Trouble) denied).next()).contains("--identity", "passwd");
    }
  }

  @Test
  void theHostKeyOfAMachineBehindAnotherIsFetchedThroughIt() throws Exception {
    sshd.becomeKnown();
    MachineAddress.Ssh jump = sshd.address("root");
    String proxy =
        "ProxyCommand=ssh -i %s -o UserKnownHostsFile=%s -o GlobalKnownHostsFile=/dev/null -p %d"
                .formatted(sshd.identity(), sshd.knownHosts(), jump.port().getAsInt())
            + " -W %h:%p root@127.0.0.1";
    var behind = new MachineAddress.Ssh(jump.user(), "localhost", jump.port());
    var options =
        new SshOptions(
            Optional.of(sshd.identity()),
            List.of(
                proxy,
                "UserKnownHostsFile=" + sshd.knownHosts() + "-none",
                "GlobalKnownHostsFile=/dev/null"),
            Optional.empty());
    var person = FakePerson.yes();
    try (var machine = new SshMachine(behind, options, person)) {
      assertThat(machine.run(looks("echo", "through")).text()).isEqualTo("through\n");
    }
    assertThat(person.told).singleElement().asString().contains(sshd.fingerprint());
  }

  @Test
  void anOptionOfTheUserWinsOverOurs() throws Exception {
    var options =
        new SshOptions(
            Optional.of(sshd.identity()),
            List.of("StrictHostKeyChecking=accept-new", "UserKnownHostsFile=" + sshd.knownHosts()),
            Optional.empty());
    try (var machine = new SshMachine(sshd.address("root"), options, FakePerson.nobody())) {
      machine.run(looks("true")).orFail("");
    }
    assertThat(sshd.knownHosts()).exists();
  }

  @Test
  void sshsOwnWordsDoNotMixWithACommands() throws IOException {
    var person = FakePerson.yes();
    try (var machine = sshd.machine("root", person)) {
      CommandResult result = machine.run(looks("sh", "-c", "echo o; echo e >&2"));
      assertThat(new String(result.out(), UTF_8)).isEqualTo("o\n");
      assertThat(new String(result.err(), UTF_8)).isEqualTo("e\n");
    }
  }
}
