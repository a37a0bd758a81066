package dev.thaw.view;

import dev.thaw.machine.Clean;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a practice machine is rescued: a sentence for each thing that must hold, and the end of
 * its screen while it would not start.
 *
 * @param width how many cells a line may have
 */
record Verdicts(int width, Style style) {

  List<String> lines(PracticeCheck check) {
    var lines = new ArrayList<String>();
    String name = Clean.line(check.machine());
    lines.add(
        check.passed()
            ? style.paint(Tone.GOOD, "OK: " + name + " is rescued" + took(check) + ".")
            : style.paint(Tone.BAD, name + " is not rescued yet:"));
    check.verdicts().forEach(verdict -> add(verdict, lines));
    if (!check.passed() && !check.verdicts().getFirst().ok()) {
      lines.add("Its screen would end with:");
      check
          .screen()
          .forEach(line -> lines.add("  " + Width.cut(Clean.line(line), width - 2, style)));
    }
    return lines;
  }

  private static String took(PracticeCheck check) {
    return switch (Math.toIntExact(Math.min(check.minutes(), Integer.MAX_VALUE))) {
      case 0 -> "";
      case 1 -> ", in a minute";
      default -> ", in " + check.minutes() + " minutes";
    };
  }

  private void add(CheckResult verdict, List<String> lines) {
    String word = verdict.ok() ? "ok:" : "not yet:";
    String sentence = Clean.line(verdict.what());
    List<String> wrapped = Width.hanging("* ", word + " " + sentence, width);
    Tone tone = verdict.ok() ? Tone.GOOD : Tone.BAD;
    lines.add(wrapped.getFirst().replaceFirst(word, style.paint(tone, word)));
    lines.addAll(wrapped.subList(1, wrapped.size()));
    if (!verdict.next().isEmpty()) {
      lines.addAll(Width.hanging("  Next: ", Clean.line(verdict.next()), width));
    }
  }
}
