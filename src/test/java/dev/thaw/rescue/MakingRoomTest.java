package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.ActionLog;
import dev.thaw.machine.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the record says that the configuration is built as it is. */
class MakingRoomTest {

  private static final Command REBUILD = inside("nixos-rebuild", "boot", "--no-flake");

  private static Command inside(String... program) {
    return Inside.act("do it", "/mnt", Inside.PROFILE, List.of(program));
  }

  private static boolean isBuilt(Command... later) {
    var record = new ArrayList<ActionLog.Entry>();
    record.add(entry(REBUILD));
    for (Command command : later) {
      record.add(entry(command));
    }
    return MakingRoom.isBuilt(record, "/mnt");
  }

  private static ActionLog.Entry entry(Command command) {
    return new ActionLog.Entry(
        "1", Instant.EPOCH, "s", "do it", command.argv(), List.of(), Optional.of(0));
  }

  @Test
  void whatThawItselfDoesAroundABuildChangesNothingOfIt() {
    assertThat(isBuilt()).isTrue();
    assertThat(
            isBuilt(
                inside("nix-env", "--profile", Inside.PROFILE, "--delete-generations", "57"),
                Command.changes("", "sh", "-c", "…", "thaw-make-room", "keep", "/mnt", "/boot"),
                inside(Inside.PROFILE + "/bin/switch-to-configuration", "boot"),
                Command.changes("", "mv", "-n", "--", "/mnt/boot/a", "/mnt/boot/b"),
                Command.changes("", "sync", "-f", "--", "/mnt"),
                inside("nixos-rebuild", "build")))
        .isTrue();
  }

  @Test
  void whatAPersonDidMayHaveChangedEverything() {
    assertThat(isBuilt(Inside.shell("/mnt", Inside.PROFILE))).isFalse();
    assertThat(isBuilt(inside("bash", "-c", "nano /etc/nixos/configuration.nix"))).isFalse();
    assertThat(isBuilt(Command.changes("", "sh", "-c", "nano /mnt/etc/nixos/x.nix"))).isFalse();
    assertThat(isBuilt(Command.changes("", "umount", "--", "/mnt"))).isFalse();
    assertThat(isBuilt(inside("nix-env", "--profile", Inside.PROFILE, "--set", "/nix/store/x")))
        .isFalse();
  }
}
