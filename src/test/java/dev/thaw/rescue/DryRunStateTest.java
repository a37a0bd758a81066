package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.Mount;
import dev.thaw.storage.Force;
import dev.thaw.storage.Pool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands that were only rehearsed would have done. */
class DryRunStateTest {

  private static final List<Mount> MOUNTS =
      List.of(
          Installed.found("nvmepool/root", "/", "zfs"),
          Installed.found("nvmepool/nix", "/nix", "zfs"),
          Installed.found("/dev/disk/by-uuid/4A5C-11D2", "/boot", "vfat"));

  private static final Pool POOL =
      PoolImportTest.pool("nvmepool", "1234", false, "", new Force.Needed("last used by atlas"));

  private static final State NOTHING =
      new State(
          "/mnt",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(new State.Base("vg0", "cryptroot")),
          List.of());

  @Test
  void aPoolIsImportedAndAllIsMountedThenLeft() {
    var rehearsed = new DryRunState(mountPlan(NOTHING, List.of(POOL)).steps());
    State mounted = rehearsed.after(NOTHING);

    assertThat(mounted.isMounted()).isTrue();
    assertThat(mounted.isWritable()).isTrue();
    assertThat(mounted.poolsInside()).hasSize(1);
    List<Pool> pools = rehearsed.pools(List.of(POOL), mounted);
    assertThat(pools.getFirst().imported()).isTrue();
    assertThat(PoolImport.plan("nvmepool", pools, List.of(), mounted).isEmpty()).isTrue();
    assertThat(mountPlan(mounted, pools).isEmpty()).isTrue();

    Plan leave = LeavePlan.plan(mounted, rehearsed.record(List.of()));
    assertThat(leave.steps())
        .extracting(Step::line)
        .containsExactly(
            "umount -- /mnt/boot",
            "umount -- /mnt/nix",
            "umount -- /mnt",
            "zpool export -- nvmepool");
    assertThat(after(rehearsed, leave.steps()).after(NOTHING)).isEqualTo(NOTHING);
  }

  @Test
  void aPoolThatIsReallyImportedIsExportedAndImportedAnewWithoutForce() {
    State imported =
        new DryRunState(List.of(PoolImport.step(POOL, List.of(POOL), List.of(), "/mnt")))
            .after(NOTHING);
    Pool real = POOL.with(true, "/mnt");
    var left = new DryRunState(LeavePlan.plan(imported, List.of()).steps());

    List<Pool> pools = left.pools(List.of(real), left.after(imported));

    assertThat(pools.getFirst().imported()).isFalse();
    assertThat(PoolImport.plan("nvmepool", pools, List.of(), NOTHING).steps())
        .extracting(Step::line)
        .containsExactly("zpool import -N -R /mnt nvmepool");
  }

  @Test
  void whatWasOpenedIsClosedAgainInReverse() {
    Step open =
        Step.of("open it", new StorageAction.OpenLuks("/dev/sda2", "cryptroot", "-"))
            .undoneBy(new StorageAction.CloseLuks("cryptroot"));
    Step array =
        Step.of("assemble it", new StorageAction.AssembleArray("/dev/md/root", "a:b", ""))
            .undoneBy(new StorageAction.StopArray("/dev/md/root"));
    Step group =
        Step.of("activate it", new StorageAction.ActivateGroup("vg0"))
            .undoneBy(new StorageAction.DeactivateGroup("vg0"));
    var rehearsed = new DryRunState(List.of(open, array, group));
    State state = rehearsed.after(NOTHING);

    assertThat(state.containers()).containsExactly("cryptroot");
    assertThat(state.arrays()).containsExactly("/dev/md/root");
    assertThat(state.volumeGroups()).containsExactly("vg0");
    assertThat(rehearsed.holds(open)).isTrue();
    assertThat(rehearsed.unseen()).hasValueSatisfying(s -> assertThat(s).contains("open it"));

    Plan leave = LeavePlan.plan(state, rehearsed.record(List.of()));
    assertThat(leave.steps())
        .extracting(Step::line)
        .containsExactly(
            "vgchange --activate n -- vg0",
            "mdadm --stop /dev/md/root",
            "cryptsetup close cryptroot");
    DryRunState after = after(rehearsed, leave.steps());
    assertThat(after.after(NOTHING)).isEqualTo(NOTHING);
    assertThat(after.holds(open)).isFalse();
    assertThat(after.unseen()).isEmpty();
  }

  @Test
  void aFileThatIsBroughtBackFromACopyOfBeforeIsReadThere() {
    var restored =
        new DryRunState(
            List.of(Step.of("take back", new FileAction.CopyFile("/a.old", "/a", true))));

    assertThat(restored.content("/a").place()).isEqualTo("/a.old");
    assertThat(restored.content("/a").written()).isEmpty();
    assertThat(restored.content("/b").place()).isEqualTo("/b");
  }

  private static DryRunState after(DryRunState before, List<Step> more) {
    var all = new ArrayList<>(before.steps());
    all.addAll(more);
    return new DryRunState(all);
  }

  private static Plan mountPlan(State state, List<Pool> pools) {
    return MountPlan.of(Installed.with(MOUNTS), state, pools, List.of());
  }
}
