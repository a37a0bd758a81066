package dev.thaw.rescue;

import dev.thaw.machine.ActionRecorder;
import dev.thaw.machine.Approver;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Stdin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the record on the machine says of a step before it is done. */
final class RecordedLine {

  private RecordedLine() {}

  /** The line. Nothing runs: it is among the arguments of what would. */
  static String of(Step step) {
    var person = FakePerson.yes();
    var lines = new ArrayList<String>();
    try (var chain =
        new InterceptorChain(
            new LocalMachine(person),
            List.of(
                new Approver(person),
                new ActionRecorder(ActionRecorder.DEFAULT_DIRECTORY),
                (command, output, next) -> {
                  lines.add(command.argv().get(6));
                  return new CommandResult(command, 0, new byte[0], new byte[0], Duration.ZERO);
                }))) {
      chain.run(step.reading(Stdin.of("x")).command());
    }
    return lines.getFirst();
  }
}
