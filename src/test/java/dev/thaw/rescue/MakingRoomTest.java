package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the record says that the configuration is built as it is. */
class MakingRoomTest {

  private static Action rebuild(String verb) {
    return new SystemAction.Rebuild(
        "/mnt", verb, List.of(), List.of(), List.of(), false, false, false, true);
  }

  private static boolean isBuilt(Action... later) {
    var record = new ArrayList<ActionLog.Entry>();
    record.add(entry(rebuild("boot")));
    for (Action action : later) {
      record.add(entry(action));
    }
    return MakingRoom.isBuilt(record, "/mnt");
  }

  private static ActionLog.Entry entry(Action action) {
    return new ActionLog.Entry("1", Instant.EPOCH, "s", "do it", action, List.of(), Optional.of(0));
  }

  @Test
  void whatThawItselfDoesAroundABuildChangesNothingOfIt() {
    assertThat(isBuilt()).isTrue();
    assertThat(
            isBuilt(
                new SystemAction.DeleteGenerations("/mnt", Inside.PROFILE, List.of(57)),
                new FileAction.MakeRoom(
                    FileAction.Care.KEEP, "/mnt", "/boot", "/var/lib/thaw/boot", List.of("/a")),
                new SystemAction.WriteMenu("/mnt", Inside.PROFILE, Inside.PROFILE, false),
                new FileAction.MoveFile("/mnt/boot/a", "/mnt/boot/b"),
                new OtherAction.Sync(List.of("/mnt")),
                new StorageAction.Unmount("/mnt/boot"),
                rebuild("build")))
        .isTrue();
  }

  @Test
  void whatAPersonDidMayHaveChangedEverything() {
    assertThat(isBuilt(new OtherAction.Shell("/mnt"))).isFalse();
    assertThat(isBuilt(new OtherAction.LineInside("/mnt", "nano /etc/nixos/x.nix"))).isFalse();
    assertThat(isBuilt(new OtherAction.Line(List.of("sh", "-c", "nano /mnt/x.nix")))).isFalse();
    assertThat(isBuilt(new StorageAction.Unmount("/mnt"))).isFalse();
    assertThat(isBuilt(new SystemAction.SetGeneration("/mnt", "/nix/store/x", "/nix/store/x")))
        .isFalse();
  }
}
