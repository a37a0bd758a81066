package dev.thaw.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.failure.Catalogue;
import dev.thaw.machine.Command;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Machine;
import dev.thaw.practice.PracticeMachine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The screens of the practice machines with every slip of one letter: nothing else is sure for
 * that, and nothing else is changed.
 */
class SlipsTest {

  private static final int LINES = 3;

  private final List<String> shown = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vfio",
        "esp-full",
        "esp-unmounted",
        "foreign-pool",
        "missing-driver",
        "wrong-uuid"
      })
  void aSlipMakesNothingElseSureAndChangesNothingElse(String name) {
    try (Machine machine =
        PracticeMachine.fresh(name, text -> shown.addAll(text.lines().toList()))) {
      sh(machine, "echo -n practice | cryptsetup open /dev/nvme0n1p2 quarry; true");
      List<Evidence> looked =
          List.copyOf(
              EvidenceCollector.all(
                  machine, FakePerson.nobody(), "/mnt", new InitrdCache(), Symptom.NONE));
      sh(machine, "reboot");
      String screen = screen(name);
      List<Finding> right = judge(looked, screen);
      assertThat(right).isNotEmpty();
      Set<String> sure = sure(right);
      Mend mend = right.getFirst().mend();
      for (String typed : slips(screen)) {
        List<Finding> found = judge(looked, typed);
        assertThat(sure).as(typed).containsAll(sure(found));
        found.stream()
            .findFirst()
            .filter(finding -> finding.certainty() != Certainty.POSSIBLE)
            .filter(finding -> finding.mend().isCall())
            .ifPresent(finding -> assertThat(finding.mend()).as(typed).isEqualTo(mend));
      }
    }
  }

  private static void sh(Machine machine, String line) {
    machine.run(Command.changes("make it so", "sh", "-c", line));
  }

  /** The last lines of the machine's own boot, before what each says that failed. */
  private String screen(String name) {
    List<String> lines =
        shown.stream()
            .map(String::strip)
            .takeWhile(line -> !line.startsWith("practice:" + name))
            .takeWhile(line -> !line.contains("Emergency Shell") && !line.startsWith("An error"))
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .collect(Collectors.joining("\n"));
  }

  private static List<Finding> judge(List<Evidence> looked, String typed) {
    Symptom symptom = Symptom.of(typed);
    return Catalogue.judge(looked.stream().map(each -> each.shown(symptom)).toList(), symptom);
  }

  private static Set<String> sure(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.certainty() == Certainty.SURE)
        .map(Finding::what)
        .collect(Collectors.toSet());
  }

  /** Left out, put in, another one, two changed over; and cut off. */
  private static Set<String> slips(String screen) {
    var slips = new LinkedHashSet<String>();
    for (int i = 0; i < screen.length(); i++) {
      String before = screen.substring(0, i);
      String after = screen.substring(i + 1);
      char letter = screen.charAt(i);
      slips.add(before + after);
      slips.add(before + 'x' + letter + after);
      slips.add(before + (letter == 'e' ? 'c' : 'e') + after);
      if (!after.isEmpty()) {
        slips.add(before + after.charAt(0) + letter + after.substring(1));
      }
    }
    // The line that was last, cut off; without it, it would be another screen.
    for (int i = screen.lastIndexOf('\n') + 2; i < screen.length(); i++) {
      slips.add(screen.substring(0, i));
    }
    return slips;
  }
}
