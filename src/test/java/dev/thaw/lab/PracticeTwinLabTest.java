package dev.thaw.lab;

import dev.thaw.machine.Machine;
import dev.thaw.practice.PracticeMachine;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The practice machine {@code vfio} and the lab's {@code article} as it answers now; {@link
 * RecordedTwinTest} compares with what it answered when it was recorded.
 */
@Tag("lab")
@Tag("rest")
class PracticeTwinLabTest {

  @Test
  void bothSayTheSameBeforeDuringAndAfterTheRescue() {
    var all = new SoftAssertions();
    try (var lab = LabMachine.broken("article")) {
      lab.live();
      try (Machine real = lab.machine();
          Machine practice = PracticeMachine.fresh("vfio", text -> {})) {
        SideBySide.differences(
                new RecordingMachine(real, new Recording()),
                new RecordingMachine(practice, new Recording()))
            .forEach(all::fail);
      }
    }
    all.assertAll();
  }
}
