package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavePlanTest {

  private static final LiveMount ROOT = new LiveMount("/mnt", "p/root", "zfs", List.of("rw"));
  private static final LiveMount BOOT =
      new LiveMount("/mnt/boot", "/dev/nvme0n1p1", "vfat", List.of("rw"));
  private static final State.ImportedPool POOL =
      new State.ImportedPool("p", "/mnt", false, "ONLINE");

  @Test
  void unmountsInReverseThenExportsThenClosesWhatThawOpened() {
    State state =
        new State(
            "/mnt",
            List.of(ROOT, BOOT),
            List.of(POOL),
            List.of("luks-1"),
            List.of("vg0"),
            List.of(),
            List.of(new State.Base("vg0", "luks-1")),
            List.of());

    Plan plan = LeavePlan.plan(state, List.of(opened("luks-1")));

    assertThat(lines(plan))
        .containsExactly(
            "umount -- /mnt/boot",
            "umount -- /mnt",
            "zpool export -- p",
            "vgchange --activate n -- vg0",
            "cryptsetup close luks-1");
    assertThat(plan.remarks()).anySatisfy(r -> assertThat(r).contains("forceImportRoot"));
  }

  @Test
  void leavesAloneWhatThawDidNotOpenAndWhatIsNotBelowTheRoot() {
    var elsewhere = new LiveMount("/mntx", "/dev/sdb1", "ext4", List.of("rw"));
    State state =
        new State(
            "/mnt",
            List.of(elsewhere),
            List.of(new State.ImportedPool("live", "-", false, "ONLINE")),
            List.of("luks-2"),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(LeavePlan.plan(state, List.of(opened("luks-1"))).isEmpty()).isTrue();
  }

  @Test
  void keepsUnmountsOfBoundKernelFilesystemsFromReachingTheLiveSystem() {
    State state =
        new State(
            "/mnt",
            List.of(
                ROOT,
                new LiveMount("/mnt/sys", "sysfs", "sysfs", List.of("rw")),
                new LiveMount("/mnt/sys/fs/cgroup", "cgroup2", "cgroup2", List.of("rw"))),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(lines(LeavePlan.plan(state, List.of())))
        .containsExactly(
            "mount --make-rslave /mnt/sys", "umount --recursive -- /mnt/sys", "umount -- /mnt");
  }

  @Test
  void takesBackWhatALookThatWasKilledHasLeftAndNothingOfOneUnderWay() {
    State state =
        new State(
            "/mnt",
            List.of(
                new LiveMount("/tmp/thaw.41.0/m", "tmpfs", "tmpfs", List.of("rw")),
                new LiveMount("/tmp/thaw.41.0/m/d1", "/dev/sda1", "ext4", List.of("ro")),
                new LiveMount("/tmp/thaw.42.0/m", "tmpfs", "tmpfs", List.of("rw"))),
            List.of(
                new State.ImportedPool("left", "/tmp/thaw.41.0/altroot", true, "ONLINE"),
                new State.ImportedPool("used", "/tmp/thaw.42.0/pool", true, "ONLINE"),
                new State.ImportedPool("own", "/tmp/thaw.41.0/pool", false, "ONLINE")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(41));

    assertThat(lines(LeavePlan.plan(state, List.of())))
        .containsExactly(
            "umount -- /tmp/thaw.41.0/m/d1", "umount -- /tmp/thaw.41.0/m", "zpool export -- left");
  }

  @Test
  void namesTheProcessThatKeepsSomethingBusy() {
    State state =
        new State(
            "/mnt",
            List.of(ROOT),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new State.Holder(4711, "vim /mnt/etc/nixos/configuration.nix")));

    assertThatThrownBy(() -> LeavePlan.plan(state, List.of()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("vim /mnt/etc/nixos/configuration.nix (process 4711)");
  }

  private static List<String> lines(Plan plan) {
    return plan.steps().stream().map(Step::line).toList();
  }

  private static ActionLog.Entry opened(String name) {
    return new ActionLog.Entry(
        "1",
        Instant.EPOCH,
        "s",
        "open it",
        new StorageAction.OpenLuks("/dev/x", name, "-"),
        List.of(new StorageAction.CloseLuks(name)),
        Optional.of(0));
  }
}
