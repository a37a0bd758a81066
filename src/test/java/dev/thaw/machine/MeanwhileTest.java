package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeanwhileTest {

  /** A length that no other process of this computer sleeps. */
  private static final String LENGTH = "600." + ProcessHandle.current().pid();

  private static final Command SLEEP = Command.looks("sleep", "sleep", LENGTH);

  private static final String SLEEPING = "sleep " + LENGTH;

  @Test
  void goesOnWhileSomethingElseIsDoneAndGivesWhatItFound() throws Exception {
    var started = new CountDownLatch(1);
    try (var look =
        new Meanwhile<>(
            "look",
            () -> {
              started.countDown();
              return 7;
            })) {
      assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
      assertThat(look.found()).isEqualTo(7);
    }
  }

  @Test
  void throwsTheTroubleThatItMet() {
    var trouble = new Trouble.NotReady("No.", "Never.");
    try (var look =
        new Meanwhile<>(
            "look",
            () -> {
              throw trouble;
            })) {
      assertThatThrownBy(look::found).isSameAs(trouble);
    }
  }

  @Test
  void closingItEndsTheCommandThatItRuns() throws Exception {
    try (var machine = new LocalMachine(null)) {
      var ended = new CountDownLatch(1);
      try (var _ =
          new Meanwhile<>(
              "sleep",
              () -> {
                try {
                  return machine.run(SLEEP);
                } finally {
                  ended.countDown();
                }
              })) {
        Processes.await(SLEEPING, true);
        assertThat(ended.getCount()).isOne();
      }
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      Processes.await(SLEEPING, false);
    }
  }

  @Test
  void anInterruptEndsTheWaitingAndTheLook() throws Exception {
    var said = new CountDownLatch(1);
    Thread waiting =
        Thread.startVirtualThread(() -> {
          try (var machine = new LocalMachine(null);
              var look = new Meanwhile<>("sleep", () -> machine.run(SLEEP))) {
            look.found();
          } catch (Trouble.Interrupted e) {
            said.countDown();
          }
        });
    Processes.await(SLEEPING, true);
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(said.getCount()).isZero();
    Processes.await(SLEEPING, false);
  }
}
