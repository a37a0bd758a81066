package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.thaw.NeedsRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command runs under the lifeline. */
@NeedsRoot
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalMachineTest {

  private final Machine machine = new LocalMachine(FakePerson.nobody());

  @AfterEach
  void close() {
    machine.close();
  }

  private static Command sh(String script, String... arguments) {
    var argv = new java.util.ArrayList<>(java.util.List.of("sh", "-c", script, "sh"));
    argv.addAll(java.util.List.of(arguments));
    return Command.looks("see", argv);
  }

  /** A time that no other test waits for, so that its process can be found. */
  private static String seconds(int which) {
    return 7000 + which + "." + ProcessHandle.current().pid();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10_000_000})
  void aCommandReadsExactlyItsInput(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    CommandResult result = machine.run(Command.looks("see", "cat").reading(Stdin.of(bytes)));
    assertThat(result.out()).isEqualTo(bytes);
    assertThat(result.ok()).isTrue();
  }

  @Test
  void aCommandThatIgnoresItsInputEndsAllTheSame() {
    CommandResult result = machine.run(sh("exit 4").reading(Stdin.of(new byte[10_000_000])));
    assertThat(result.status()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 1, 1", "exit 255, 254", "kill -9 $$, 137", "kill -TERM $$, 143"})
  void anEndIsTold(String script, int status) {
    assertThat(machine.run(sh(script)).status()).isEqualTo(status);
  }

  @Test
  void aMissingProgramIsAFailureThatNamesIt() {
    CommandResult result = machine.run(Command.looks("look for it", "no-such-program"));
    assertThat(result.status()).isEqualTo(127);
    assertThatThrownBy(() -> result.orFail("Install it."))
        .isInstanceOf(Trouble.Failed.class)
        .hasMessageContaining("Could not look for it: no-such-program ended with status 127");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit 3          | sh ended with status 3 and printed
          kill -9 $$      | sh was killed on the machine (status 137; perhaps it has no memory left) and printed
          kill -TERM $$   | sh was ended on the machine by signal 15 (status 143) and printed
          exit 200        | sh ended with status 200 and printed
          """)
  void whatASignalEndedIsToldSo(String script, String said) {
    assertThatThrownBy(() -> machine.run(sh(script)).orFail(""))
        .hasMessageContaining("Could not see: " + said);
  }

  @Test
  void argumentsArriveByteForByte() {
    String odd = " '\"$(x)`y`\\ \n\té\u001b🧊 ";
    assertThat(machine.run(Command.looks("see", "printf", "%s|", odd, "", "-n")).text())
        .isEqualTo(odd + "||-n|");
  }

  @Test
  void anArgumentThatCannotBeEncodedIsRefusedAndNotReplaced() {
    assertThatThrownBy(() -> machine.run(Command.looks("see", "echo", "\ud800")))
        .isInstanceOf(Trouble.Refused.class);
  }

  @Test
  void theTimeLimitEndsTheCommandAndItsChildren() {
    Command slow =
        sh("sleep \"$1\" & sleep \"$1\"; true", seconds(1)).within(Duration.ofSeconds(1));
    Instant start = Instant.now();
    assertThatThrownBy(() -> machine.run(slow))
        .isInstanceOf(Trouble.TimedOut.class)
        .hasMessageContaining("after 1 s");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
    Processes.await("sleep " + seconds(1), false);
  }

  @Test
  void aCommandThatIgnoresTheSignalIsKilled() {
    Command stubborn =
        sh("trap '' TERM; sleep \"$1\"; sleep \"$1\"", seconds(2)).within(Duration.ofSeconds(1));
    assertThatThrownBy(() -> machine.run(stubborn)).isInstanceOf(Trouble.TimedOut.class);
    Processes.await("sleep " + seconds(2), false);
  }

  @Test
  void anInterruptEndsTheCommandAndItsChildren() throws InterruptedException {
    var thrown = new AtomicReference<Throwable>();
    Command command = sh("sleep \"$1\" & sleep \"$1\"; true", seconds(3));
    Thread thread =
        Thread.ofPlatform().start(() -> thrown.set(catchThrowable(() -> machine.run(command))));
    Processes.await("sleep " + seconds(3), true);
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(Trouble.Interrupted.class);
    Processes.await("sleep " + seconds(3), false);
  }

  @Test
  void theDeathOfThisProgramEndsTheCommand() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName(),
                seconds(4))
            .start();
    Processes.await("sleep " + seconds(4), true);
    program.destroyForcibly().waitFor();
    Processes.await("sleep " + seconds(4), false);
  }

  /** A program that runs a command until it is killed. */
  static final class Doomed {
    public static void main(String[] args) {
      try (var machine = new LocalMachine(FakePerson.nobody())) {
        machine.run(Command.looks("wait", "sh", "-c", "sleep " + args[0] + "; true"));
      }
    }
  }

  @Test
  void whatACommandLeavesRunningHoldsThingsUpNoLongerThanTheLimit() {
    Command holding = sh("sleep \"$1\" & exit 0", seconds(5)).within(Duration.ofSeconds(2));
    Instant start = Instant.now();
    // Whether Java still waits for the output depends on what it was doing at the command's end.
    Throwable thrown = catchThrowable(() -> machine.run(holding));
    assertThat(thrown == null || thrown instanceof Trouble.TimedOut).isTrue();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    Command quiet = sh("sleep \"$1\" >/dev/null 2>&1 & exit 0", seconds(6));
    assertThat(machine.run(quiet.within(Duration.ofSeconds(20))).ok()).isTrue();
    for (int which : new int[] {5, 6}) {
      Processes.find("sleep " + seconds(which)).forEach(ProcessHandle::destroy);
    }
  }
}
