package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Scripts;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import org.junit.jupiter.api.Test;

/** A machine whose disk fails beside what keeps it from booting. */
class FailingDiskTest {

  private static final String SCREEN = "loading module vfio_pci...";

  private static Practice machine(String more) {
    String text = Scripts.read(MachineBuilder.class, "vfio.machine");
    return Practice.of(
        MachineBuilder.whole(
            "vfio", Description.parse(text.replace("\ntime ", "\n" + more + "\ntime "))));
  }

  @Test
  void theDiskComesFirstAndNothingElseIsMended() {
    Practice practice = machine("failing nvme0n1");
    Diagnosis diagnosis = practice.rescue(FakePerson.yes()).diagnose(SCREEN);

    Finding first = diagnosis.findings().getFirst();
    assertThat(first.id()).isEqualTo("disk-errors");
    assertThat(first.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(first.subject()).isEqualTo("/dev/nvme0n1");
    assertThat(first.evidence())
        .anyMatch(seen -> seen.contains("SMART's overall word"))
        .anyMatch(seen -> seen.contains("Buffer I/O error on dev nvme0n1"));
    assertThat(diagnosis.findings()).extracting(Finding::id).contains("module-hangs");
    assertThat(diagnosis.notLookedAt()).noneMatch(one -> one.contains("SMART"));

    practice.mounted();
    String before = practice.says("cat /mnt/etc/nixos/configuration.nix");
    assertThatThrownBy(() -> practice.rescue(FakePerson.yes()).mend(diagnosis))
        .isInstanceOfSatisfying(
            Trouble.NotReady.class,
            trouble -> assertThat(trouble.next()).startsWith("Copy what matters first"));
    assertThat(practice.says("cat /mnt/etc/nixos/configuration.nix")).isEqualTo(before);
  }

  @Test
  void ofAWholeDiskNothingIsSaid() {
    Practice practice = machine("");
    assertThat(practice.rescue(FakePerson.yes()).diagnose(SCREEN).findings())
        .extracting(Finding::id)
        .doesNotContain("disk-errors");
    assertThat(practice.says("smartctl -H /dev/nvme0n1")).startsWith("0\n").contains("PASSED");
  }
}
