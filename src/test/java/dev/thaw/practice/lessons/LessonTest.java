package dev.thaw.practice.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.ExecutionMode;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.Practice;
import dev.thaw.practice.PracticeMachine;
import dev.thaw.practice.PracticeMachines;
import dev.thaw.practice.machines.MachineStore;
import dev.thaw.view.Style;
import dev.thaw.view.TextView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LessonTest {

  static List<String> machines() {
    return PracticeMachines.lessons();
  }

  private final Practice practice = Practice.of("vfio");

  @ParameterizedTest
  @MethodSource("machines")
  void leadsFromANudgeToTheWay(String name) {
    PracticeMachine machine = Practice.of(name).machine;
    assertThat(Lesson.of(name).hints()).hasSize(3);
    assertThat(Lesson.of(name).minutes()).isBetween(5, 30);
    assertThat(machine.hint()).startsWith("**Hint 1 of 3**").contains("Again `hint()`");
    assertThat(machine.hint()).startsWith("**Hint 2 of 3**");
    assertThat(machine.hint()).startsWith("**Hint 3 of 3**").contains("`reboot()`");
    assertThat(machine.hint()).startsWith("**Hint 3 of 3**").contains("`solution()`");

    machine.reset(ExecutionMode.APPLY);
    assertThat(machine.hint()).startsWith("**Hint 1 of 3**");
  }

  @Test
  void resetBreaksTheMachineAnewAndForgetsWhatWasMounted() {
    practice.mounted().sh("rm /mnt/home/alice/notes/atlas.txt");
    assertThat(practice.machine.reset(ExecutionMode.APPLY)).endsWith("loading module vfio_pci...");
    assertThat(practice.says("findmnt /mnt")).isEqualTo("1\n");
    assertThat(practice.machine.check().left()).hasSize(1);
  }

  @Test
  void resetIsHeldBackWhereNothingMayBeChanged() {
    practice.sh("touch /tmp/x");
    for (ExecutionMode mode : List.of(ExecutionMode.READ_ONLY, ExecutionMode.DRY_RUN)) {
      assertThatThrownBy(() -> practice.machine.reset(mode)).isInstanceOf(Trouble.HeldBack.class);
    }
    assertThat(practice.says("ls /tmp")).isEqualTo("0\nx\n");
  }

  @Test
  void noticesWhatIsLeftBehind() {
    practice.mounted();
    assertThat(practice.machine.check().left())
        .extracting(CheckResult::what)
        .containsExactly(
            "It would hang: loading module vfio_pci...",
            "Still mounted: /mnt, /mnt/nix, /mnt/var, /mnt/boot, /mnt/home.",
            "Still imported, so that it looks used: nvmepool.");

    Practice locked = Practice.of("wrong-uuid");
    locked.sh("echo -n practice | cryptsetup open /dev/nvme0n1p2 x");
    assertThat(locked.machine.check().left())
        .extracting(CheckResult::what)
        .contains("Still unlocked: /dev/mapper/x.");
  }

  @Test
  void noticesThatSomebodysFileWasChangedOrIsGone() {
    practice.mounted().sh("echo more >> /mnt/home/alice/notes/atlas.txt");
    assertThat(practice.machine.check().left())
        .extracting(CheckResult::what)
        .contains("Somebody's file was changed or is gone: /home/alice/notes/atlas.txt.");

    Practice other = Practice.of("esp-full");
    other.sh("mount /dev/nvme0n1p2 /mnt; rm -r /mnt/home/jun; umount /mnt");
    assertThat(other.machine.check().left())
        .extracting(CheckResult::what)
        .contains("Somebody's file was changed or is gone: /home/jun/sketches/readme.txt.");
  }

  @Test
  void checkingChangesNothingAndPrintsAVerdictALine() {
    byte[] before = MachineStore.bytes(practice.state);
    assertThat(TextView.show(practice.machine.check(), 80, Style.PLAIN))
        .isEqualTo(
            """
            practice:vfio is not rescued yet:
            * not yet: It would hang: loading module vfio_pci...
              Next: diagnose() and bootChain() tell why.
            * ok: Nothing of it is mounted.
            * ok: No pool is imported.
            * ok: What is in /home is as it was.
            Its screen would end with:
                  NixOS (Generation 57 NixOS Xantusia 25.11.5210.3c8a1d0e9b47 (Linux 6.12.1…
              <<< NixOS Stage 1 >>>
              loading module zfs...
              loading module vfio_pci...\
            """);
    assertThat(MachineStore.bytes(practice.state)).isEqualTo(before);
  }
}
