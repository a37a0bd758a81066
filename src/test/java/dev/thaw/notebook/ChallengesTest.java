package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.rescue.Rescue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The practice machines without a lesson: each fails as it is called, and its solution mends it.
 */
class ChallengesTest {

  /** What each failure is about, where the machine's name does not tell it. */
  private static final Map<String, String> SUBJECTS =
      Map.ofEntries(
          Map.entry("module-hangs", "nouveau"),
          Map.entry("lvm-not-activated", "/dev/mapper/pool-root"),
          Map.entry("md-not-assembled", "/dev/md127"),
          Map.entry("zfs-key", "rpool/safe/root"),
          Map.entry("luks-timeout", "/dev/mapper/luks-e83a6f15-0b7d-4c92-a4e8-5d1f9c60b732"),
          Map.entry("zfs-pool-foreign", "tank"),
          Map.entry("zfs-dataset-unmountable", "rpool/var"),
          Map.entry("device-gone", "/dev/disk/by-uuid/a07f3b5c-1d92-4e86-b4c0-9e5a8d2f7c61"));

  static List<String> names() {
    return PracticeMachines.challenges();
  }

  @Test
  void theListOfThemFitsATerminal(@TempDir Path directory) {
    int longest = names().stream().mapToInt(String::length).max().orElseThrow();
    assertThat(names()).hasSizeGreaterThanOrEqualTo(18);
    assertThat(PracticeMachines.list(directory))
        .filteredOn(machine -> !machine.lesson())
        .allMatch(machine -> longest + machine.title().length() + "   (worked on)".length() <= 80);
  }

  @ParameterizedTest
  @MethodSource("names")
  void failsAsItIsCalledAndIsSaidToDoSo(String name) {
    Practice practice = Practice.of(name);
    String screen = practice.reboot() + rebuilt(name, practice);
    practice.state.symptom.lines().forEach(line -> assertThat(screen).contains(line.strip()));
    assertThat(practice.machine.check().left()).isNotEmpty();

    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    if (practice.isShut()) {
      rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    }
    // Whether somebody types in time, nothing on the disks tells.
    if (!screen.contains("has started") && !name.equals("luks-timeout")) {
      assertThat(rescue.bootChain(0).forecast()).isNotInstanceOf(Forecast.Boots.class);
    }
    List<Finding> findings = rescue.diagnose(practice.state.symptom).findings();
    assertThat(findings).isNotEmpty();
    Finding first = findings.getFirst();
    assertThat(first.id()).as(findings.toString()).isEqualTo(name);
    assertThat(first.certainty()).as(findings.toString()).isNotEqualTo(Certainty.POSSIBLE);
    assertThat(first.subject()).as(findings.toString()).contains(SUBJECTS.getOrDefault(name, ""));
  }

  /** What the last rebuild printed, done once more; empty where the machine does not start. */
  private static String rebuilt(String name, Practice practice) {
    if (!name.startsWith("boot-partition-") && !name.equals("root-full")) {
      return "";
    }
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.mountAll(1);
    String printed =
        practice.says(
            (name.endsWith("read-only") ? "mount -o remount,ro /mnt/boot; " : "")
                + "nixos-enter --command 'nixos-rebuild boot'");
    rescue.leave();
    return printed;
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsSolutionRescuesIt(String name) {
    try (var play = new PracticePlay(name)) {
      assertThat(play.machine.hint()).startsWith("A challenge has no hints");
      play.machine.solution().forEach(play::run);
      PracticeCheck check = play.machine.check();
      assertThat(check.left()).extracting(CheckResult::what).isEmpty();
      assertThat(check.minutes()).isPositive();
    }
  }
}
