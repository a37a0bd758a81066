package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UndoingTest {

  private static final Action MOUNT = new StorageAction.Mount("/dev/x", "ext4", List.of(), "/mnt");
  private static final Action UMOUNT = new StorageAction.Unmount("/mnt");

  private static final State MOUNTED = state(new LiveMount("/mnt", "/dev/x", "ext4", List.of()));

  private static State state(LiveMount... mounts) {
    return new State(
        "/mnt", List.of(mounts), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Test
  void takesBackNothingThatTheKernelSaysIsGone() {
    List<ActionLog.Entry> record = List.of(entry(MOUNT, List.of(UMOUNT), Optional.of(0)));

    assertThat(Undoing.plan(record, state()).isEmpty()).isTrue();
  }

  @Test
  void takesBackTheLastThingThatHasAnUndo() {
    Plan plan =
        Undoing.plan(
            List.of(
                entry(MOUNT, List.of(UMOUNT), Optional.of(0)),
                entry(new FileAction.MakeFolders(List.of("/mnt/x")), List.of(), Optional.of(0))),
            MOUNTED);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(c -> assertThat(c.action()).isEqualTo(UMOUNT));
  }

  @Test
  void hasAsLongForItAsItsKindTakes() {
    var menu = new SystemAction.WriteMenu("/mnt", "/nix/store/s", "/nix/store/s", false);

    Plan plan = Undoing.plan(List.of(entry(MOUNT, List.of(menu), Optional.of(0))), MOUNTED);

    assertThat(Step.commands(plan.steps()))
        .singleElement()
        .satisfies(c -> assertThat(c.limit()).isEqualTo(Duration.ofMinutes(10)));
  }

  @Test
  void countsWhatWasCutOffAndNotWhatFailed() {
    assertThat(Undoing.last(List.of(entry(MOUNT, List.of(UMOUNT), Optional.empty())), MOUNTED))
        .isPresent();
    assertThat(Undoing.last(List.of(entry(MOUNT, List.of(UMOUNT), Optional.of(32))), MOUNTED))
        .isEmpty();
  }

  @Test
  void doesNotTakeBackTwiceWhoeverDidItTheFirstTime() {
    List<ActionLog.Entry> record =
        List.of(
            entry(MOUNT, List.of(UMOUNT), Optional.of(0)),
            entry(UMOUNT, List.of(), Optional.of(0)));

    assertThat(Undoing.plan(record, MOUNTED).isEmpty()).isTrue();
  }

  @Test
  void takesBackWhatWasDoneAgainAfterItWasTakenBack() {
    List<ActionLog.Entry> record =
        List.of(
            entry(MOUNT, List.of(UMOUNT), Optional.of(0)),
            entry(UMOUNT, List.of(), Optional.of(0)),
            entry(MOUNT, List.of(UMOUNT), Optional.of(0)));

    assertThat(Undoing.plan(record, MOUNTED).steps()).hasSize(1);
  }

  private static ActionLog.Entry entry(Action action, List<Action> undo, Optional<Integer> status) {
    return new ActionLog.Entry("1", Instant.EPOCH, "s", "do it", action, undo, status);
  }

  @Test
  void whatLiesOutsideOfTheRootIsNotTakenBackByAnUnmount() {
    Action back = new FileAction.CopyFile("/run/thaw/x", "/sys/firmware/efi/efivars/x", false);
    Action inside = new FileAction.CopyFile("/run/thaw/y", "/mnt/etc/nixos/y", false);
    ActionLog.Entry umount = entry(UMOUNT, List.of(), Optional.of(0));

    assertThat(Undoing.last(List.of(entry(MOUNT, List.of(back), Optional.of(0)), umount), MOUNTED))
        .isPresent();
    assertThat(
            Undoing.last(List.of(entry(MOUNT, List.of(inside), Optional.of(0)), umount), MOUNTED))
        .isEmpty();
  }
}
