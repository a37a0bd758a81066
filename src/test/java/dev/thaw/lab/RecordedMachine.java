package dev.thaw.lab;

import dev.thaw.machine.Command;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.OutputListener;
import dev.thaw.machine.Probe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    String shown = asked(Randoms.command(command.shown()));
    Deque<Recording.Answer> there =
        shown.startsWith("thaw-boot ")
            ? boot(shown)
            : answers.getOrDefault(shown, new ArrayDeque<>());
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
   * The command as it was when most machines were recorded: {@code boot.sh} was not asked then what
   * the machine remembers of so many boots.
   */
  private static String asked(String shown) {
    return shown.replaceFirst("^(thaw-boot .*? 20) \\d+ /sys/\\S+ \\S+ (\\d+)", "$1 $2");
  }

  /**
   * What {@code boot.sh} answered. An initrd is read once in a run of the program, while it is
   * remembered: one may be asked for here that was not then, or the other way round. It is the same
   * wherever it was read.
   */
  private Deque<Recording.Answer> boot(String shown) {
    var sections = new LinkedHashMap<String, Probe.Section>();
    var initrds = new HashMap<String, Probe.Section>();
    for (List<Recording.Answer> answers : recording.stages().values()) {
      for (Recording.Answer answer : answers) {
        String then = asked(answer.command());
        if (then.startsWith("thaw-boot ")) {
          boolean same =
              (then + " ").startsWith(shown + " ") || (shown + " ").startsWith(then + " ");
          answer
              .sections()
              .forEach((section, what) -> {
                if (section.startsWith("initrd ")) {
                  initrds.put(section, what);
                } else if (same) {
                  sections.putIfAbsent(section, what);
                }
              });
        }
      }
    }
    if (sections.isEmpty()) {
      return new ArrayDeque<>();
    }
    initrds.forEach((section, what) -> {
      if ((shown + " ").contains(" " + section.substring("initrd ".length()) + " ")) {
        sections.put(section, what);
      }
    });
    byte[] out = Probe.print(new Probe.Sections(sections));
    return new ArrayDeque<>(List.of(new Recording.Answer(shown, 0, out, new byte[0])));
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
