package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Forecast;
import dev.thaw.machine.FakePerson;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line of the fstab: the forecast and the machine's own boot agree. */
class Stage2MountsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "/dev/disk/by-uuid/1111-dead | ext4 | - | false | stage-2-mount-missing",
        "UUID=1111-dead | ext4 | - | false | stage-2-mount-missing",
        "/dev/disk/by-uuid/1111-dead | ext4 | nofail | true | -",
        "/dev/disk/by-uuid/1111-dead | ext4 | noauto | true | -",
        "/dev/disk/by-uuid/3C1A-7F02 | vfat | - | true | -",
        "/dev/disk/by-uuid/3C1A-7F02 | auto | - | true | -",
        "/dev/disk/by-uuid/3C1A-7F02 | ext4 | - | false | stage-2-mount-fails",
        "/dev/disk/by-uuid/3C1A-7F02 | ext4 | nofail | true | -",
      })
  void theForecastAndTheBootAgree(
      String device, String type, String option, boolean boots, String found) {
    Practice practice = Practice.of("vfio");
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    String place = "fileSystems.\"/data\"";
    rescue.config().set(place + ".device", "\"" + device + "\"");
    rescue.config().set(place + ".fsType", "\"" + type + "\"");
    if (option != null) {
      rescue.config().set(place + ".options", "[ \"" + option + "\" ]");
    }
    rescue.rebuild(RebuildWish.USUAL);

    Forecast forecast = rescue.bootChain(0).forecast();
    assertThat(forecast instanceof Forecast.Boots).as(forecast.sentence()).isEqualTo(boots);
    if (found != null) {
      assertThat(rescue.diagnose("").findings()).anyMatch(finding -> finding.id().equals(found));
    } else {
      assertThat(rescue.diagnose("").findings()).isEmpty();
    }
    rescue.leave();
    String screen = practice.reboot();
    assertThat(screen.contains("atlas login:")).as(screen).isEqualTo(boots);
  }

  @Test
  void swapSpaceThatIsGoneOnlyDelaysTheBoot() {
    Practice practice = Practice.of("vfio");
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rescue.config().set("swapDevices", "[ { device = \"/dev/disk/by-uuid/1111-dead\"; } ]");
    rescue.rebuild(RebuildWish.USUAL);

    assertThat(rescue.bootChain(0).forecast()).isEqualTo(new Forecast.Boots());
    assertThat(rescue.diagnose("").findings())
        .singleElement()
        .matches(
            finding -> finding.what().startsWith("The swap space /dev/disk/by-uuid/1111-dead"));
    rescue.leave();
    assertThat(practice.reboot())
        .contains("Timed out waiting for device /dev/disk/by-uuid/1111-dead")
        .contains("atlas login:");
  }
}
