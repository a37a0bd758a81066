package dev.thaw.lab;

import dev.thaw.machine.Machine;
import dev.thaw.practice.PracticeMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The practice machine {@code vfio} answers what the lab's {@code article} answered. */
class RecordedTwinTest {

  private static final Recording ANSWERED = new Recording();
  private static List<String> differences;

  @BeforeAll
  static void rescueBoth() {
    try (var real = new RecordedMachine("article");
        Machine machine = PracticeMachine.fresh("vfio", text -> {})) {
      differences = SideBySide.differences(real, new RecordingMachine(machine, ANSWERED));
    }
  }

  @Test
  void thePracticeMachineSaysWhatTheRealOneSaid() {
    var all = new SoftAssertions();
    differences.forEach(all::fail);
    all.assertAll();
  }

  @Test
  void itsProbesPrintTheSameSections() {
    var all = new SoftAssertions();
    Recording.of("article")
        .stages()
        .forEach((stage, answers) ->
            all.assertThat(sections(ANSWERED.stages().get(stage)))
                .as(stage)
                .containsExactlyEntriesOf(sections(answers)));
    all.assertAll();
  }

  /** The sections of each probe, with their exit statuses: names, not what they hold. */
  private static Map<String, List<String>> sections(List<Recording.Answer> answers) {
    var all = new TreeMap<String, List<String>>();
    for (Recording.Answer answer : answers) {
      if (answer.isProbe()) {
        var names = new ArrayList<String>();
        answer
            .sections()
            .forEach((name, section) -> names.add(evened(name) + " " + section.status()));
        // An initrd is read once in a run of the program.
        names.removeIf(name -> name.startsWith("initrd /"));
        // Those were not asked for yet when the lab was recorded.
        names.removeIf(name ->
            name.matches(
                "(?:room|journal|state files|variables?|crashes|empty files|errors|accounts|keys|start)\\b.*"));
        all.put(evened(answer.command()), names);
      }
    }
    return all;
  }

  private static String evened(String text) {
    return text.replaceAll("(/nix/store/|/EFI/nixos/)[0-9a-z]{32}", "$1HASH")
        .replaceAll("linux-6\\.12\\.[0-9a-z+.-]*?(?=-|/)", "linux-KERNEL")
        .replaceAll("\\b\\d{15,20}\\b", "GUID")
        .replaceAll("^thaw-boot .*", "thaw-boot");
  }
}
