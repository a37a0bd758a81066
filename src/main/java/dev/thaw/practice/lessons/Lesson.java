package dev.thaw.practice.lessons;

import dev.thaw.machine.Scripts;
import dev.thaw.practice.machines.Description;
import java.util.List;
import java.util.stream.Stream;

/**
 * What goes with a practice machine for those who learn: a file {@code NAME.lesson} beside this
 * class, in the form of the machine's own. Its title and symptom are the machine's.
 *
 * @param minutes how long it takes somebody who does it for the first time; 0 for a challenge
 * @param hints first a nudge, then more, then the way; Markdown; none for a challenge
 * @param solution the cells that rescue it, one a line
 */
public record Lesson(int minutes, List<String> hints, List<String> solution) {

  /** Copies the lists. */
  public Lesson {
    hints = List.copyOf(hints);
    solution = List.copyOf(solution);
  }

  /**
   * The lesson of a machine.
   *
   * @param machine one of {@link dev.thaw.practice.PracticeMachines#names}
   */
  public static Lesson of(String machine) {
    List<Description.Line> lines =
        Description.parse(Scripts.read(Lesson.class, machine + ".lesson"));
    return new Lesson(
        lines(lines, "minutes").findFirst().map(line -> Integer.parseInt(line.word(1))).orElse(0),
        lines(lines, "hint").map(Description.Line::block).toList(),
        lines(lines, "solution").flatMap(line -> line.block().lines()).toList());
  }

  private static Stream<Description.Line> lines(List<Description.Line> lines, String verb) {
    return lines.stream().filter(line -> line.verb().equals(verb));
  }

  /** A hint, from 1 on; the last one stays the last. */
  public String hint(int number) {
    if (hints.isEmpty()) {
      return "A challenge has no hints: its screen is all that there is. `diagnose()` reads it with"
          + " you, `check()` says what is left to do.\n";
    }
    int at = Math.clamp(number, 1, hints.size());
    String more =
        at < hints.size()
            ? "Again `hint()`: more."
            : "That was the last one. `solution()` shows the calls, and runs none of them.";
    return "**Hint %d of %d**\n\n%s\n\n%s\n".formatted(at, hints.size(), hints.get(at - 1), more);
  }
}
