package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.Procedure;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import dev.thaw.rescue.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A system of which a part is mounted: what changes it says so, and changes nothing. */
class HalfMountedTest {

  private final Practice practice = Practice.of("vfio");
  private final Rescue rescue = practice.rescue(FakePerson.yes());

  private Procedure.Milestone mounting() {
    return rescue.procedure().steps().stream()
        .filter(step -> step.call().equals("mountAll()"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutTheBootPartitionNothingIsBuiltAndTheProfileStays() {
    practice.mounted();
    practice.sh("umount /mnt/boot");
    String profile = practice.says("readlink /mnt/nix/var/nix/profiles/system");

    assertThatThrownBy(() -> rescue.rebuild(RebuildWish.USUAL))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("the boot partition /boot")
        .hasMessageContaining("is not mounted at /mnt/boot");
    assertThatThrownBy(() -> rescue.rollback(41))
        .hasMessageContaining("is not mounted at /mnt/boot");

    assertThat(practice.says("readlink /mnt/nix/var/nix/profiles/system")).isEqualTo(profile);
    assertThat(mounting().progress()).isEqualTo(Procedure.Progress.PART);
    assertThatCode(() -> rescue.config().remove("boot.initrd.kernelModules", "vfio_pci"))
        .doesNotThrowAnyException();
    assertThat(((Applied) rescue.mountAll(0)).changed()).isTrue();
    assertThat(mounting().progress()).isEqualTo(Procedure.Progress.DONE);
    rescue.rebuild(RebuildWish.USUAL);
  }

  @Test
  void anotherPartitionAtItsPlaceIsNotTheBootPartition() {
    practice.mounted();
    practice.sh("umount /mnt/boot && mount -t tmpfs tmpfs /mnt/boot");

    assertThatThrownBy(() -> rescue.rebuild(RebuildWish.USUAL))
        .hasMessageContaining("tmpfs is mounted at /mnt/boot, where the boot partition /boot")
        .extracting("next")
        .isEqualTo("leave(), then mountAll() mounts the right one.");
  }

  @Test
  void aPoolThatADeadLookLeftIsLetGoOfAndImportedForTheRescue() {
    practice.sh("mkdir -p /tmp/thaw.4194304.0/pool");
    practice.sh("zpool import -f -N -o readonly=on -R /tmp/thaw.4194304.0/pool nvmepool");
    practice.sh("mount -t zfs -o ro nvmepool/root /tmp/thaw.4194304.0/pool");

    assertThat(((Plan) rescue.planning().importPool("nvmepool")).steps())
        .extracting(Step::line)
        .containsExactly(
            "umount -- /tmp/thaw.4194304.0/pool",
            "zpool export -- nvmepool",
            "zpool import -f -N -R /mnt nvmepool");
    assertThat(((Plan) rescue.planning().mountAll(0)).steps())
        .extracting(Step::line)
        .startsWith(
            "umount -- /tmp/thaw.4194304.0/pool",
            "zpool export -- nvmepool",
            "zpool import -f -N -R /mnt nvmepool");
    assertThat(((Applied) rescue.mountAll(0)).changed()).isTrue();
    assertThat(mounting().progress()).isEqualTo(Procedure.Progress.DONE);
    assertThat(((Applied) rescue.mountAll(0)).changed()).isFalse();
  }

  @Test
  void aMountAllThatWasCutOffAfterTheRootIsGoneOnWith() {
    practice.sh("zpool import -f -N -R /mnt nvmepool && mount -t zfs nvmepool/root /mnt");

    assertThat(mounting().progress()).isEqualTo(Procedure.Progress.PART);
    assertThatThrownBy(() -> rescue.rebuild(RebuildWish.USUAL))
        .hasMessageContaining("only a part of the installed system is mounted")
        .extracting("next")
        .isEqualTo("mountAll() mounts the rest.");
    assertThatThrownBy(() -> rescue.config().remove("boot.initrd.kernelModules", "vfio_pci"))
        .hasMessageContaining("only a part");

    rescue.mountAll(0);

    assertThat(rescue.state().mountedInside().stream().map(mount -> mount.point()).toList())
        .containsAll(List.of("/mnt", "/mnt/nix", "/mnt/boot", "/mnt/home", "/mnt/var"));
    assertThat(mounting().progress()).isEqualTo(Procedure.Progress.DONE);
    assertThat(((Applied) rescue.mountAll(0)).changed()).isFalse();
  }
}
