package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;

/**
 * What an acting helper is about to do: each step with its exact command, in order, each with its
 * reason.
 *
 * @param title what it is for, as a heading: "Mount the installation atlas at /mnt"
 * @param steps what is done; empty when the result already holds
 * @param remarks what else the person should know before saying yes
 */
public record Plan(String title, List<Step> steps, List<String> remarks) implements ActionResult {

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    remarks = List.copyOf(remarks);
  }

  /** The same plan with one more remark. */
  Plan remarking(String remark) {
    var more = new ArrayList<>(remarks);
    more.add(remark);
    return new Plan(title, steps, more);
  }

  /** The same plan after other steps. */
  Plan after(List<Step> first) {
    var all = new ArrayList<>(first);
    all.addAll(steps);
    return new Plan(title, all, remarks);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /**
   * The plan as text: each reason with its command below, as one could type it; then the remarks.
   *
   * @param width how many columns sentences may take; commands stay on one line, to be copied
   */
  public String text(int width) {
    var lines = new ArrayList<String>();
    lines.add(Clean.line(title));
    int number = 0;
    for (Step step : steps) {
      wrap("%3d. ".formatted(++number), Clean.line(step.purpose()), width, lines);
      lines.add("     $ " + Clean.line(step.shown()));
    }
    remarks.forEach(remark -> wrap("   * ", Clean.line(remark), width, lines));
    return String.join("\n", lines);
  }

  private static void wrap(String head, String sentence, int width, List<String> lines) {
    var line = new StringBuilder(head);
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() > width && line.length() > head.length()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(" ".repeat(head.length()));
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
  }

  @Override
  public String toString() {
    return text(80);
  }
}
