package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Forecast;
import dev.thaw.boot.Stage;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.lessons.CheckResult;
import dev.thaw.practice.lessons.PracticeCheck;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every practice machine: broken as its symptom says, and rescued by the helpers. */
class MachinesTest {

  static List<String> names() {
    return PracticeMachines.lessons();
  }

  /** The shortest rescue of each machine. */
  private static void rescue(String name, Rescue rescue) {
    unlock(name, rescue);
    if (name.equals("foreign-pool")) {
      rescue.importPool("rpool");
    } else {
      rescue.mountAll(1);
    }
    switch (name) {
      case "vfio" -> rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
      case "wrong-uuid" ->
          rescue
              .config()
              .set(
                  "fileSystems.\"/var/log\".device",
                  "\"/dev/disk/by-uuid/94c1e7a2-6d3b-4b58-b0a7-1f0e8c2d5b63\"");
      case "missing-driver" ->
          rescue.config().add("boot.initrd.availableKernelModules", "ahci", "hardware.nix");
      case "esp-unmounted" -> rescue.config().remove("fileSystems.\"/boot\".options", "nofail");
      case "esp-full" -> rescue.sh("rm -r /mnt/boot/EFI/backup-2024", false);
      default -> {}
    }
    if (!name.equals("foreign-pool")) {
      rebuild(rescue);
    }
    rescue.leave();
  }

  private static void unlock(String name, Rescue rescue) {
    if (name.equals("wrong-uuid")) {
      rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  private static void rebuild(Rescue rescue) {
    rescue.rebuild(RebuildWish.USUAL);
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsItsSymptomAndStartsAfterItsRescue(String name) {
    Practice practice = Practice.of(name);
    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));

    String before = practice.reboot();
    String[] symptom = practice.state.symptom.split("\n");
    assertThat(before).doesNotContain("has started");
    for (String line : symptom) {
      String known = line.replaceFirst(".*\\.\\.\\.-", "").strip();
      assertThat(before).as("what the symptom says is on the screen").contains(known);
    }

    rescue(name, rescue);

    assertThat(PracticeCheck.of(practice.state).verdicts())
        .as("nothing is left to do, now or later")
        .allMatch(verdict -> verdict.ok() && verdict.next().isEmpty());
    assertThat(practice.reboot())
        .contains("<<< NixOS Stage 2 >>>")
        .contains("practice:" + name + " has started");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theForecastIsNeverWrong(String name) {
    Practice practice = Practice.of(name);
    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    unlock(name, rescue);

    assertThat(rescue.bootChain(0).forecast())
        .as("which module hangs is seen on the screen only; all else is on the disks")
        .isInstanceOfAny(Forecast.Fails.class, Forecast.CantTell.class, Forecast.Hangs.class);
    rescue(name, rescue);

    unlock(name, rescue);
    assertThat(rescue.bootChain(0).forecast()).isEqualTo(new Forecast.Boots());
    rescue.leave();
    assertThat(practice.reboot()).contains("has started");
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsSymptomIsDiagnosed(String name) {
    Practice practice = Practice.of(name);
    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    unlock(name, rescue);
    assertThat(rescue.diagnose(practice.state.symptom).findings()).isNotEmpty();
  }

  @Test
  void theOlderGenerationOfOneMachineBootsWithoutBuilding() {
    Practice practice = Practice.of("missing-driver");
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.mountAll(1);
    rescue.rollback(11);
    rescue.leave();
    PracticeCheck check = PracticeCheck.of(practice.state);
    assertThat(check.verdicts().getFirst().ok()).isTrue();
    assertThat(check.left())
        .singleElement()
        .extracting(CheckResult::what)
        .asString()
        .startsWith("The next rebuild would break it again: Timed out waiting for device");
    assertThat(practice.reboot()).contains("Generation 11").contains("has started: heron");
  }

  @Test
  void aFullBootPartitionStopsTheRebuildUntilThereIsRoom() {
    Practice practice = Practice.of("esp-full");
    FakePerson person = FakePerson.yes();
    Rescue rescue = practice.rescue(person);
    rescue.mountAll(1);
    assertThatThrownBy(() -> rebuild(rescue))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageStartingWith("There is too little room on the boot partition /dev/nvme0n1p1: ")
        .extracting("next")
        .asString()
        .contains("/boot/EFI/backup-2024/windows-boot.img (32 MiB)");
    rescue.leave();
    assertThat(practice.reboot()).contains("loading module amdgpu...\npractice:esp-full hangs");
  }

  @Test
  void onAFullBootPartitionTheGenerationThatHangsMakesRoom() {
    Practice practice = Practice.of("esp-full");
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.diagnose(practice.state.symptom);
    rescue.mountAll(1);
    rebuild(rescue);
    assertThat(practice.says("ls /mnt/boot/EFI/backup-2024")).contains("windows-boot.img");
    rescue.leave();
    assertThat(practice.reboot()).contains("practice:esp-full has started");
  }

  @Test
  void anEntryWithoutItsKernelIsNotInTheMenuAsSystemdBootHasIt() {
    Practice practice = Practice.of("missing-driver");
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.mountAll(1);
    practice.sh("rm $(ls /mnt/boot/EFI/nixos/*bzImage*)");
    rescue.leave();

    assertThat(rescue.bootChain(0).forecast())
        .isInstanceOfSatisfying(
            Forecast.Fails.class, fails -> assertThat(fails.stage()).isEqualTo(Stage.KERNEL));
    assertThat(practice.reboot())
        .contains("Reboot Into Firmware Interface")
        .doesNotContain("NixOS (Generation");
  }

  @Test
  void aPoolThatIsNotExportedAgainStaysForeign() {
    Practice practice = Practice.of("foreign-pool");
    practice.rescue(FakePerson.yes()).mountAll(1);
    assertThat(practice.reboot()).contains("Failed to start Import ZFS pool");
  }

  @Test
  void aWrongPassphraseOpensNothing() {
    Practice practice = Practice.of("wrong-uuid");
    assertThat(practice.says("echo -n wrong | cryptsetup open /dev/nvme0n1p2 x"))
        .isEqualTo("2\nNo key available with this passphrase.\n");
    assertThat(
            practice.says(
                "echo -n practice | cryptsetup open /dev/nvme0n1p2 x; lsblk -n -o NAME,TYPE,FSTYPE"
                    + " /dev/nvme0n1p2"))
        .contains("crypt ext4");
    assertThat(practice.says("mount /dev/mapper/x /mnt; cryptsetup close x"))
        .isEqualTo("5\nDevice x is still in use.\n");
  }
}
