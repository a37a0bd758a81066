package dev.thaw.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeanwhileTest {

  private static final Command SLEEP = Command.looks("sleep", "sleep", "600");

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
    var trouble = new Trouble.NotNow("No.", "Never.");
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
        Thread.sleep(300);
      }
      assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
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
    Thread.sleep(300);
    waiting.interrupt();
    assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    assertThat(said.getCount()).isZero();
  }
}
