package dev.thaw.lab;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.OutputListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A machine of the lab as it was recorded: it answers what it was asked then, and nothing else. */
final class RecordedMachine implements Staged {

  private final String name;
  private final Recording recording;
  private final Map<String, Deque<Recording.Answer>> answers = new HashMap<>();
  private String stage = "";

  RecordedMachine(String name) {
    this.name = name;
    this.recording = Recording.of(name);
  }

  @Override
  public void stage(String name) {
    stage = name;
    answers.clear();
    for (Recording.Answer answer : recording.stages().getOrDefault(name, List.of())) {
      answers.computeIfAbsent(answer.command(), _ -> new ArrayDeque<>()).add(answer);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CommandResult run(Command command, OutputListener output) {
    String shown = Randoms.command(command.shown());
    Deque<Recording.Answer> there = answers.getOrDefault(shown, boot(shown));
    if (there.isEmpty()) {
      throw new AssertionError(
          "Nothing is recorded of "
              + name
              + ", "
              + stage
              + ": "
              + shown
              + "\nThere is:\n"
              + String.join("\n", answers.keySet()));
    }
    // What is asked once more than then is answered as it was at last.
    Recording.Answer answer = there.size() > 1 ? there.poll() : there.peek();
    if (answer.out().length > 0) {
      output.out(answer.out(), answer.out().length);
    }
    if (answer.err().length > 0) {
      output.err(answer.err(), answer.err().length);
    }
    return new CommandResult(command, answer.status(), new byte[0], new byte[0], Duration.ZERO);
  }

  /**
   * An initrd is read once in a run of the program: one may be asked for here that was not then.
   */
  private Deque<Recording.Answer> boot(String shown) {
    return shown.startsWith("thaw-boot ")
        ? recording.stages().values().stream()
            .flatMap(List::stream)
            .filter(answer ->
                (answer.command() + " ").startsWith(shown + " ")
                    || (shown + " ").startsWith(answer.command() + " "))
            .sorted(Comparator.comparingInt(answer -> -answer.command().length()))
            .collect(Collectors.toCollection(ArrayDeque::new))
        : new ArrayDeque<>();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
