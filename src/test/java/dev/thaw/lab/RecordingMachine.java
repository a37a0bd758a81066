package dev.thaw.lab;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Machine;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Probe;
import java.util.LinkedHashMap;

/** A machine whose answers are recorded. */
final class RecordingMachine implements Staged {

  private final Machine machine;
  private final Recording recording;
  private String stage = "";

  RecordingMachine(Machine machine, Recording recording) {
    this.machine = machine;
    this.recording = recording;
  }

  @Override
  public void stage(String name) {
    stage = name;
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    CommandResult result = machine.run(command);
    byte[] out = result.out();
    byte[] err = result.err();
    recording.add(stage, small(new Recording.Answer(command.shown(), result.status(), out, err)));
    if (out.length > 0) {
      output.out(out, out.length);
    }
    if (err.length > 0) {
      output.err(err, err.length);
    }
    return new CommandResult(command, result.status(), new byte[0], new byte[0], result.took());
  }

  private static Recording.Answer small(Recording.Answer answer) {
    if (!answer.isProbe()) {
      return answer;
    }
    var sections = new LinkedHashMap<String, Probe.Section>();
    answer
        .sections()
        .forEach((name, section) ->
            sections.put(
                name,
                name.startsWith("initrd ") && section.ok()
                    ? new Probe.Section(0, SmallInitrd.of(section.out()), section.err())
                    : section));
    byte[] out = Probe.print(new Probe.Sections(sections));
    return new Recording.Answer(answer.command(), answer.status(), out, answer.err());
  }

  @Override
  public void close() {
    machine.close();
  }
}
