package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that get a terminal, on a real one: {@code script} of util-linux makes it. */
@NeedsRoot
@ExtendWith(OneAtATime.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {

  private static TestUser user;
  private static LoopbackSshd sshd;

  @BeforeAll
  static void makeUser() throws Exception {
    sshd = new LoopbackSshd();
    sshd.becomeKnown();
    user = TestUser.make("thaw-test-typist", "ALL=(ALL) NOPASSWD: ALL");
  }

  @AfterAll
  static void end() throws Exception {
    sshd.close();
    user.remove();
  }

  /** Runs {@link TerminalSession} on a terminal; types each answer when its prompt is shown. */
  private static String session(List<String[]> typed, String... args) throws IOException {
    return session(TerminalSession.class, typed, args);
  }

  private static String session(Class<?> program, List<String[]> typed, String... args)
      throws IOException {
    // Ctrl-C as in a terminal, also where the tests were started in the background, which ignores
    // it.
    var argv = new ArrayList<>(List.of("env", "--default-signal=INT"));
    argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    argv.addAll(List.of("-cp", System.getProperty("java.class.path")));
    argv.add(program.getName());
    argv.addAll(List.of(args));
    Process process =
        new ProcessBuilder("script", "-q", "-e", "-c", ShellQuoting.quote(argv), "/dev/null")
            .start();
    var screen = new StringBuilder();
    int next = 0;
    byte[] buffer = new byte[4096];
    for (int n = process.getInputStream().read(buffer);
        n >= 0;
        n = process.getInputStream().read(buffer)) {
      screen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      if (next < typed.size() && screen.toString().contains(typed.get(next)[0])) {
        process.getOutputStream().write(typed.get(next)[1].getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        next++;
      }
    }
    return screen.toString();
  }

  private static String[] remote(String user, Path identity, String... argv) {
    var args = new ArrayList<String>();
    args.add(sshd.address(user).text());
    args.add(identity == null ? "" : identity.toString());
    args.add(sshd.knownHosts().toString());
    args.addAll(List.of(argv));
    return args.toArray(String[]::new);
  }

  @Test
  void aCommandGetsTheTerminalAtTheFarEnd() throws IOException {
    String script = "tty && read line && echo \"got $line\"; exit 7";
    String screen =
        session(
            List.<String[]>of(new String[] {"/dev/pts", "words\n"}),
            remote("root", sshd.identity(), "sh", "-c", script));
    assertThat(screen)
        .contains("/dev/pts/", "got words", "status 7", "not a tty")
        .doesNotContain("Shared connection");
  }

  @Test
  void aCommandThatASignalEndedThereIsNoLostConnection() throws IOException {
    assertThat(session(List.of(), remote("root", sshd.identity(), "sh", "-c", "kill -9 $$")))
        .contains("status 128")
        .doesNotContain("was lost");
  }

  @Test
  void aCommandGetsTheTerminalHere() throws IOException {
    assertThat(session(List.of(), "local", "", "/dev/null", "sh", "-c", "tty; exit 255"))
        .contains("/dev/pts/", "status 128", "not a tty");
  }

  @Test
  void ctrlCIsTheCommandsAndNotTheSessions() throws IOException {
    String script = "trap 'echo caught; exit 5' INT; echo ready; sleep 20";
    assertThat(
            session(
                List.<String[]>of(new String[] {"ready", "\u0003"}),
                remote("root", sshd.identity(), "sh", "-c", script)))
        .contains("caught", "status 5");
  }

  @Test
  void aPasswordForTheLoginIsAskedForBySshItselfMasked() throws IOException {
    String screen =
        session(
            List.<String[]>of(new String[] {"password:", TestUser.PASSWORD + "\n"}),
            remote(user.name(), null, "id", "-u"));
    assertThat(screen)
        .contains("password:", "0\r\nstatus 0\r\n0\r\n")
        .doesNotContain(TestUser.PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "ssh"})
  void ctrlCEndsACommandThatHasNoTerminalAndTheConnectionStays(String where) throws IOException {
    String seconds = "8650." + ProcessHandle.current().pid();
    String[] args = remote("root", sshd.identity(), seconds);
    args[0] = where.equals("local") ? "local" : args[0];
    String screen =
        session(CtrlCSession.class, List.<String[]>of(new String[] {"ready", "\u0003"}), args);
    assertThat(screen).contains("Interrupted", "same connection true");
    Processes.await("sleep " + seconds, false);
  }

  @Test
  void withoutATerminalItIsRefused() {
    try (var machine = new LocalMachine(FakePerson.yes())) {
      assertThatThrownBy(() -> machine.run(Command.looks("edit", "vi").onTerminal()))
          .isInstanceOf(Trouble.Refused.class)
          .hasMessageContaining("terminal");
    }
  }
}
