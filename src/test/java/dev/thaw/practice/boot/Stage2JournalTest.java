package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Diagnosis;
import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import org.junit.jupiter.api.Test;

/** What the boots of a practice machine leave in its journal, and what is told of it. */
class Stage2JournalTest {

  private static Diagnosis diagnosis(Practice practice) {
    return practice.rescue(FakePerson.yesBeforehand()).diagnose("");
  }

  @Test
  void aBootThatHangsInStage1LeavesNothing() {
    Practice practice = Practice.of("missing-driver");
    assertThat(diagnosis(practice).remembered())
        .anyMatch(told ->
            told.startsWith(
                "The journal knows one boot that reached stage 2. The"
                    + " last: 2026-10-02 21:40 UTC, generation 11. It came up."))
        .anyMatch(told -> told.startsWith("Generation 12, which starts"));

    assertThat(practice.reboot()).doesNotContain("login:");

    assertThat(diagnosis(practice).remembered()).anyMatch(told -> told.contains("one boot"));
  }

  @Test
  void oneThatComesUpIsInIt() {
    Practice practice = Practice.of("vfio");
    assertThat(diagnosis(practice).remembered())
        .containsExactly(
            "The installed system keeps no journal on its disks: of its boots, none tells.");
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();

    assertThat(practice.reboot()).contains("atlas login:");

    assertThat(diagnosis(practice).remembered())
        .singleElement()
        .asString()
        .contains("one boot that reached stage 2", "generation 58. It came up. It was shut down");
  }

  @Test
  void oneThatEndsInEmergencyModeIsInItWithWhatItMissed() {
    Practice practice = Practice.of("vfio");
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    String place = "fileSystems.\"/data\"";
    rescue.config().set(place + ".device", "\"/dev/disk/by-uuid/1111-dead\"");
    rescue.config().set(place + ".fsType", "\"ext4\"");
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();

    assertThat(practice.reboot()).doesNotContain("login:");

    assertThat(diagnosis(practice).remembered().getFirst())
        .contains("It ended in emergency mode. It broke off at", "without being shut down.")
        .contains("Units that failed: dev-disk-by\\x2duuid-1111\\x2ddead.device.");
  }
}
