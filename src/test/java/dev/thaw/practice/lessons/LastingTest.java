package dev.thaw.practice.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A machine that starts is not rescued before it will start the next time, too. */
class LastingTest {

  private static final String LOGS = "fileSystems.\"/var/log\"";
  private static final String NEW_LOGS =
      "\"/dev/disk/by-uuid/94c1e7a2-6d3b-4b58-b0a7-1f0e8c2d5b63\"";

  /** What is left to do on a machine that starts after this. */
  private static List<String> left(String name, Consumer<Rescue> rescuing) {
    Practice practice = Practice.of(name);
    Rescue rescue = practice.rescue(FakePerson.knowing("practice"));
    if (name.equals("wrong-uuid")) {
      rescue.unlock(Optional.empty(), Optional.empty(), Optional.empty());
    }
    rescue.mountAll(1);
    rescuing.accept(rescue);
    rescue.leave();
    PracticeCheck check = practice.machine.check();
    assertThat(check.verdicts().getFirst().what()).startsWith("It would start: ");
    return check.left().stream().map(CheckResult::what).toList();
  }

  private static void rebuild(Rescue rescue) {
    rescue.rebuild(RebuildWish.USUAL);
  }

  @Test
  void aBootPartitionThatMayStayUnmountedIsATrapThatIsStillSet() {
    List<Consumer<Rescue>> ways = List.of(rescue -> rescue.rollback(32), LastingTest::rebuild);
    for (Consumer<Rescue> way : ways) {
      assertThat(left("esp-unmounted", way))
          .singleElement()
          .asString()
          .startsWith("The boot partition may be left out at a start");
    }
    assertThat(
            left(
                "esp-unmounted",
                rescue -> {
                  rescue.config().set("fileSystems.\"/boot\".options", "[ \"noauto\" ]");
                  rebuild(rescue);
                }))
        .anyMatch(what -> what.startsWith("The boot partition may be left out at a start"))
        .anyMatch(what ->
            what.endsWith("'/boot' is not a mounted partition. Is the path configured correctly?"));
    assertThat(
            left(
                "esp-unmounted",
                rescue -> {
                  rescue.config().remove("fileSystems.\"/boot\".options", "nofail");
                  rebuild(rescue);
                }))
        .isEmpty();
  }

  @Test
  void aNameThatTheKernelHandsOutDoesNotLast() {
    assertThat(
            left(
                "wrong-uuid",
                rescue -> {
                  rescue.config().set(LOGS + ".device", "\"/dev/sda1\"");
                  rebuild(rescue);
                }))
        .singleElement()
        .asString()
        .startsWith("The kernel hands out a name like /dev/sda1 anew");
    assertThat(
            left(
                "wrong-uuid",
                rescue -> {
                  rescue.config().set(LOGS + ".device", NEW_LOGS);
                  rescue
                      .config()
                      .set("boot.initrd.luks.devices.\"quarry\".device", "\"/dev/nvme0n1p2\"");
                  rebuild(rescue);
                }))
        .singleElement()
        .asString()
        .contains("/dev/nvme0n1p2");
  }

  @Test
  void whatWasMountedIsMountedFromSomewhere() {
    assertThat(
            left(
                "wrong-uuid",
                rescue -> {
                  rescue.sh(
                      "sed -i '/The logs have/,/};/d' /mnt/etc/nixos/hardware-configuration.nix",
                      false);
                  rebuild(rescue);
                }))
        .containsExactly("/var/log is not mounted any more, and nothing mounts /dev/sda1 (logs).");
  }

  @Test
  void aBootPartitionWithoutRoomStopsTheNextRebuild() {
    Practice practice = Practice.of("esp-full");
    Rescue rescue = practice.rescue(FakePerson.yes());
    rescue.diagnose(practice.state.symptom);
    rescue.mountAll(1);
    rebuild(rescue);
    rescue.leave();
    assertThat(practice.machine.check().left())
        .extracting(CheckResult::what)
        .containsExactly(
            "The boot partition is still full: 6 MiB are free, and the initrd of the next"
                + " generation takes 14.");
  }

  @Test
  void whatOnlyAnotherGenerationAvoidsComesBackWithTheNextRebuild() {
    assertThat(left("missing-driver", rescue -> rescue.rollback(11)))
        .singleElement()
        .asString()
        .startsWith("The next rebuild would break it again: Timed out waiting for device");
    assertThat(
            left(
                "missing-driver",
                rescue -> {
                  rescue.rollback(11);
                  rescue.sh(
                      "echo '{ boot.kernelParams = 1; }' > /mnt/etc/nixos/hardware.nix", false);
                }))
        .singleElement()
        .asString()
        .startsWith("The next rebuild would break it again: nixos-rebuild: error: ");
  }

  @Test
  void theMenuStartsWhatWasBuiltLast() {
    assertThat(
            left(
                "missing-driver",
                rescue -> {
                  rescue.config().add("boot.initrd.availableKernelModules", "ahci", "hardware.nix");
                  rebuild(rescue);
                  rescue.sh(
                      "sed -i 's/generation-13/generation-11/' /mnt/boot/loader/loader.conf",
                      false);
                }))
        .containsExactly("It starts generation 11, and not generation 13, which was built last.");
  }
}
