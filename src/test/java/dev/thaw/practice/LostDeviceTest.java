package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Diagnosis;
import dev.thaw.boot.Mend;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk was replaced, and no program knows which is to be in its place: a person is asked. */
class LostDeviceTest {

  private static final String SCREEN =
      "waiting for device /dev/disk/by-uuid/0b9f3c7e-41d2-4a6a-8e0c-2c5d9d3f7a10 to appear...";

  private final Practice practice = Practice.of("wrong-uuid");

  @BeforeEach
  void mounted() {
    practice.sh("echo -n practice | cryptsetup open /dev/nvme0n1p2 quarry");
    practice.rescue(FakePerson.yes()).mountAll(0);
  }

  private String device() {
    String text = practice.sh("cat /mnt/etc/nixos/hardware-configuration.nix").text();
    return text.substring(text.indexOf("fileSystems.\"/var/log\""));
  }

  @Test
  void whoIsAskedChoosesAndTheMachineBoots() {
    Rescue rescue = practice.rescue(FakePerson.yes());
    Diagnosis diagnosis = rescue.diagnose(SCREEN);
    assertThat(diagnosis.first().orElseThrow().certainty()).isEqualTo(Certainty.SURE);
    assertThat(diagnosis.first().orElseThrow().mend())
        .isInstanceOfSatisfying(
            Mend.OneOf.class,
            question -> assertThat(question.mends()).containsOnlyKeys("/dev/sda1", "nothing"));

    assertThat(((Applied) rescue.mend(diagnosis)).changed()).isTrue();
    assertThat(device()).contains("94c1e7a2-6d3b-4b58-b0a7-1f0e8c2d5b63");
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();
    assertThat(practice.reboot()).contains("quarry login:");
  }

  @Test
  void unattendedNothingIsChosen() {
    Rescue rescue = practice.rescue(FakePerson.yesBeforehand());
    Diagnosis diagnosis = rescue.diagnose(SCREEN);
    String before = device();

    assertThatThrownBy(() -> rescue.planning().mend(diagnosis)).isInstanceOf(Trouble.Refused.class);
    assertThatThrownBy(() -> rescue.mend(diagnosis))
        .isInstanceOf(Trouble.NotApproved.class)
        .hasMessageContaining("What is to be mounted on /var/log can be /dev/sda1 or nothing.");
    assertThat(device()).isEqualTo(before);
  }

  @Test
  void aSlipInTheNameIsTakenBackToTheMachinesOwn() {
    Rescue rescue = practice.rescue(FakePerson.no());

    assertThat(rescue.diagnose(SCREEN.replace("8e0c", "8eOc")).first().orElseThrow().certainty())
        .isEqualTo(Certainty.LIKELY);
    assertThat(
            rescue
                .diagnose(SCREEN.replace("0b9f3c7e", "77777777"))
                .first()
                .orElseThrow()
                .certainty())
        .isEqualTo(Certainty.POSSIBLE);
  }
}
