package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import java.util.List;

/**
 * What an acting helper is about to do: the exact commands, in order, each with its reason.
 *
 * @param title what it is for, as a heading: "Mount the installation atlas at /mnt"
 * @param steps the commands; empty when the result already holds
 * @param remarks what else the person should know before saying yes
 */
public record Plan(String title, List<Command> steps, List<String> remarks) implements Result {

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    remarks = List.copyOf(remarks);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /**
   * The plan as text: each reason with its command below, as one could type it; then the remarks.
   */
  public String text() {
    var text = new StringBuilder(title).append('\n');
    int number = 0;
    for (Command step : steps) {
      text.append(
          "%3d. %s\n     $ %s\n"
              .formatted(++number, Clean.line(step.purpose()), Clean.line(step.line())));
    }
    for (String remark : remarks) {
      text.append("   * ").append(Clean.line(remark)).append('\n');
    }
    return text.toString().stripTrailing();
  }

  @Override
  public String toString() {
    return text();
  }
}
