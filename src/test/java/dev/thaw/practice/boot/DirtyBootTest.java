package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Volume;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A boot partition that was not unmounted properly, or that the kernel made read-only. */
class DirtyBootTest {

  private final Practice practice = Practice.of("vfio");
  private final Rescue rescue = practice.rescue(FakePerson.yes());
  private final Volume esp = practice.state.volumes.get("3C1A-7F02");

  private Optional<Finding> dirty(String screen) {
    return rescue.diagnose(screen).findings().stream()
        .filter(finding -> finding.id().equals("boot-partition-read-only"))
        .findFirst();
  }

  @Test
  void theMarkIsSeenAndOnlyPossiblyMatters() {
    assertThat(dirty("")).isEmpty();
    esp.dirty = true;

    assertThat(dirty("").orElseThrow().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(dirty("OSError: [Errno 30] Read-only file system: '/boot/loader/entries/x'"))
        .get()
        .extracting(Finding::certainty)
        .isEqualTo(Certainty.SURE);
    assertThat(rescue.installations().getFirst().bootPartition().orElseThrow().reasons())
        .contains("it was not unmounted properly, and is marked as dirty");
    assertThat(practice.says("fsck.vfat -n /dev/nvme0n1p1"))
        .startsWith("1\n")
        .contains("Leaving filesystem unchanged.");
    assertThat(esp.dirty).isTrue();
  }

  @Test
  void aReadOnlyBootPartitionStopsARebuildAndIsRepairedUnmounted() {
    rescue.mountAll(0);
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");

    assertThatThrownBy(() -> rescue.rebuild(RebuildWish.USUAL))
        .hasMessageContaining("is mounted read-only")
        .extracting("next")
        .asString()
        .contains("mend(diagnose())");
    Finding finding = dirty("").orElseThrow();
    assertThat(finding.certainty()).isEqualTo(Certainty.SURE);

    var plan = (Plan) rescue.planning().mend(finding);
    assertThat(plan.steps().stream().map(step -> step.line()))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("umount -- /mnt/boot"),
            line -> assertThat(line).isEqualTo("fsck.vfat -a /dev/nvme0n1p1"),
            line -> assertThat(line).startsWith("mount -t vfat").endsWith(" /mnt/boot"));
    rescue.mend(finding);

    assertThat(esp.dirty).isFalse();
    assertThat(dirty("")).isEmpty();
    rescue.rebuild(RebuildWish.USUAL);
  }

  @Test
  void aDirtyOneBesideTheHangIsRepairedByTheSameMendAndAnUnattendedRescueGoesThrough() {
    String screen = "loading module vfio_pci...";
    Rescue unattended = practice.rescue(FakePerson.yesBeforehand());
    Diagnosis broke = unattended.diagnose(screen);
    unattended.mountAll(broke, 0);
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");

    unattended.mend(broke);
    assertThat(esp.dirty).isFalse();
    unattended.rebuild(RebuildWish.USUAL);
    unattended.leave();
    assertThat(practice.reboot()).contains("has started");
  }

  @Test
  void whatTheRefusedRebuildAdvisesMendsItThoughTheHangIsStillFirst() {
    String screen = "loading module vfio_pci...";
    rescue.mountAll(0);
    rescue.mend(rescue.diagnose(screen));
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");
    assertThat(rescue.planning().mend(rescue.diagnose(""))).isInstanceOf(Plan.class);
    rescue.mend(rescue.diagnose(screen));
    rescue.rebuild(RebuildWish.USUAL);
  }

  @Test
  void oneThatIsMountedElsewhereTooIsNotRepaired() {
    rescue.mountAll(0);
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");
    Finding finding = dirty("").orElseThrow();
    practice.sh("mkdir -p /run/media/boot; mount /dev/nvme0n1p1 /run/media/boot");

    assertThatThrownBy(() -> rescue.mend(finding))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("is mounted at /run/media/boot, too");
    assertThat(esp.dirty).isTrue();
    assertThat(rescue.state().mounts()).anyMatch(mount -> mount.point().equals("/mnt/boot"));
  }

  @Test
  void whatIsMountedBelowItIsUnmountedFirst() {
    rescue.mountAll(0);
    practice.sh("mkdir -p /mnt/boot/efi");
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");
    practice.sh("mount -t tmpfs tmpfs /mnt/boot/efi");

    var plan = (Plan) rescue.planning().mend(dirty("").orElseThrow());
    assertThat(plan.steps().stream().map(step -> step.line()))
        .startsWith("umount -- /mnt/boot/efi", "umount -- /mnt/boot");
  }

  @Test
  void whatCouldNotBeCheckedIsToldToBeUnmounted() {
    rescue.mountAll(0);
    esp.dirty = true;
    practice.sh("mount -o remount,ro /mnt/boot");
    var missing = new Mend.Repair("/dev/nvme0n1p1", "ext4");
    Finding finding = dirty("").orElseThrow().mending(missing);

    assertThatThrownBy(() -> rescue.mend(finding))
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble -> assertThat(trouble.next()).contains("unmounted now: mountAll()"));
  }
}
