package dev.thaw.lab;

import dev.thaw.machine.Machine;
import dev.thaw.practice.PracticeMachine;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Records what the lab's machines answer, for the everyday tests; {@code lab/lab record} runs it.
 * No test by its name, so that nothing else does.
 */
class MachineRecorder {

  @Test
  void record() {
    for (String name : List.of(System.getenv("THAW_LAB_RECORD").split(" "))) {
      var recording = new Recording();
      try (var lab = LabMachine.broken(name)) {
        lab.live();
        try (var machine = new RecordingMachine(lab.machine(), recording)) {
          if (name.equals("article")) {
            try (Machine practice = PracticeMachine.fresh("vfio", text -> {})) {
              var answered = new RecordingMachine(practice, new Recording());
              SideBySide.differences(machine, answered).forEach(System.out::println);
            }
          } else {
            Rounds.of(name, machine);
          }
        }
      }
      Randoms.evened(recording).save(name);
    }
  }
}
