package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Scripts;
import dev.thaw.practice.Practice;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.rescue.Rescue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each machine's failure with either stage 1, the script's and systemd's: its whole screen, and no
 * more, is told as what it is.
 */
class BothStages1Test {

  private static final List<String> RELEASES =
      List.of("25.11.5210.3c8a1d0e9b47", "26.05.1207.8f2d6a4c9e13");

  /** What the other stage 1 gets over, as NixOS has it. */
  private static final Set<String> GOES_ON =
      Set.of(
          "module-hangs 26.05",
          "bind-source-missing 26.05",
          "resume-device 25.11",
          "luks-timeout 25.11");

  static Stream<Arguments> machines() {
    return Description.CHALLENGES.stream()
        .filter(name -> !name.startsWith("menu-") && !name.startsWith("boot-partition-"))
        .filter(name -> !name.equals("root-full") && !name.equals("locked-out"))
        .flatMap(name ->
            RELEASES.stream()
                .filter(release -> !GOES_ON.contains(name + " " + release.substring(0, 5)))
                .map(release -> Arguments.of(name, release)));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void itsWholeScreenIsToldAsWhatItIs(String name, String release) {
    String text =
        Scripts.read(Description.class, name + ".machine")
            .replaceAll("(?m)^release .*$", "release " + release);
    Practice practice = Practice.of(MachineBuilder.whole(name, Description.parse(text)));
    String screen = practice.reboot();
    assertThat(screen).doesNotContain("has started");
    String shown =
        screen
            .lines()
            .skip(1)
            .takeWhile(line -> !line.startsWith("practice:"))
            .reduce("", (all, line) -> all + line + "\n");

    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    if (practice.isShut()) {
      rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    }
    List<Finding> findings = rescue.diagnose(shown).findings();
    assertThat(findings.getFirst().id()).as(shown + "\n" + findings).isEqualTo(name);
    assertThat(findings.getFirst().certainty())
        .as(shown + "\n" + findings)
        .isNotEqualTo(Certainty.POSSIBLE);
  }
}
