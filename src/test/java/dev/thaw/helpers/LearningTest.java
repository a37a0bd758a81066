package dev.thaw.helpers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Approver;
import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Rescue;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The words of the lessons, where there is no lesson. */
class LearningTest {

  /** A machine that nothing may run on. */
  private record Real(String name) implements Machine {
    @Override
    public CommandResult run(Command command, OutputListener output) {
      throw new AssertionError(command.shown());
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void noMachine() {
    HelperContext.NONE.bind();
  }

  @Test
  void saysThatItIsForPracticeMachinesWhenTheMachineIsReal() {
    var person = FakePerson.yes();
    var rescue = new Rescue(new Real("local"), new Approver(person), "/run/x", person, "/mnt");
    HelperContext.of(rescue, Optional.empty()).bind();
    List<ThrowingCallable> words =
        List.of(Helpers::hint, Helpers::check, Helpers::solution, Helpers::reset);
    for (ThrowingCallable word : words) {
      assertThatThrownBy(word)
          .isInstanceOf(Trouble.Refused.class)
          .hasMessageEndingWith("() is for practice machines, and local is a real one.");
    }
  }
}
