package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What each kind of stage 1 shows, and whether it goes on. */
class Stage1ScreenTest {

  /** The screen of a machine's next boot after a change to its configuration. */
  private static String screen(String name, Consumer<Rescue> change) {
    Practice practice = Practice.of(name);
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.mountAll(1);
    change.accept(rescue);
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();
    practice.state.pools.forEach(pool -> {
      pool.exported = false;
      pool.hostId = "8425e349";
      pool.hostName = "nixos";
    });
    return practice.reboot();
  }

  @Test
  void systemdGivesAModuleUpAndGoesOn() {
    assertThat(screen("vfio", rescue -> rescue.config().set("boot.initrd.systemd.enable", "true")))
        .contains("A start job is running for Load Kernel Modules (7min 31s / 7min 31s)")
        .contains("[FAILED] Failed to start Load Kernel Modules.")
        .doesNotContain("Finished Load Kernel Modules")
        .contains("Starting Find NixOS closure...")
        .contains("has started: atlas");
  }

  @Test
  void theScriptGoesOnWithoutThePoolAndEndsAtItsDatasets() {
    String screen =
        screen(
            "vfio",
            rescue -> {
              rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
              rescue.config().set("boot.zfs.forceImportRoot", "false");
            });

    assertThat(screen.split("cannot import 'nvmepool'", -1)).hasSize(3);
    assertThat(screen)
        .contains("filesystem 'nvmepool/root' cannot be mounted, unable to open the dataset")
        .contains("root filesystem on `/mnt-root' and then start stage 2.")
        .contains("r) to reboot immediately")
        .doesNotContain("i) to launch");
    assertThat(screen.split("retrying\\.\\.\\.", -1)).hasSize(11);
  }

  @Test
  void theMenuOffersAShellWhereItIsAskedFor() {
    assertThat(
            screen(
                "vfio",
                rescue -> {
                  rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
                  rescue.config().set("boot.zfs.forceImportRoot", "false");
                  rescue.config().add("boot.kernelParams", "boot.shell_on_fail");
                }))
        .contains(
            "i) to launch an interactive shell\n", "f) to start an interactive shell having pid 1");
  }

  @Test
  void zfsForceOnTheCommandLineCountsHoweverItIsSpelt() {
    for (String word : new String[] {"zfs_force", "zfs_force=1", "zfs_force=y"}) {
      assertThat(
              screen(
                  "vfio",
                  rescue -> {
                    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
                    rescue.config().set("boot.zfs.forceImportRoot", "false");
                    rescue.config().add("boot.kernelParams", word);
                  }))
          .contains("has started: atlas");
    }
  }

  @Test
  void underSystemdAServicesOwnWordsAreNotSeen() {
    assertThat(Practice.of("foreign-pool").reboot())
        .contains("[FAILED] Failed to start Import ZFS pool \"rpool\".")
        .contains("[DEPEND] Dependency failed for /sysroot.")
        .doesNotContain("cannot import")
        .doesNotContain("Failed to canonicalize");
  }
}
