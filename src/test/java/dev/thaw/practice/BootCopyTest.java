package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.machine.FakePerson;
import dev.thaw.rescue.Done;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with the files that the boot loader reads, mended by calls. */
class BootCopyTest {

  private final Practice practice = Practice.of("vfio");
  private final Rescue rescue = practice.rescue(FakePerson.yesBeforehand());

  @BeforeEach
  void takeTheBadChangeBack() {
    rescue.mountAll(0, false);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rescue.rebuild(RebuildWish.USUAL, false);
  }

  /** The default's own entry, a path on the live system. */
  private String entry() {
    return practice
        .sh("grep '^default ' /mnt/boot/loader/loader.conf")
        .text()
        .strip()
        .replaceFirst("^default ", "/mnt/boot/loader/entries/");
  }

  /** The initrd that the default's entry names, a path on the live system. */
  private String initrd() {
    String line = practice.sh("grep '^initrd ' " + entry()).text().strip();
    return "/mnt/boot" + line.replaceFirst("^initrd ", "");
  }

  private Finding badCopy() {
    return rescue.diagnose("").findings().stream()
        .filter(finding -> finding.failure().equals("bad copy"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPartialCopyIsTakenAwayUnattendedAndWrittenAgain() {
    String initrd = initrd();
    practice.sh("echo half > " + initrd);
    Finding finding = badCopy();
    assertThat(finding.mend()).isInstanceOf(Mend.RemoveFiles.class);

    assertThat(((Plan) rescue.mend(finding, true)).steps()).hasSize(3);
    assertThat(practice.says("cat " + initrd)).isEqualTo("0\nhalf\n");
    rescue.mend(finding, false);
    assertThat(practice.sh("ls " + initrd).ok()).isFalse();
    assertThat(((Done) rescue.mend(finding, false)).changed()).isFalse();
    rescue.undo(false);
    assertThat(practice.says("cat " + initrd)).isEqualTo("0\nhalf\n");
    rescue.mend(finding, false);

    Done rebuilt = (Done) rescue.rebuild(RebuildWish.USUAL, false);
    assertThat(rebuilt.notes())
        .anySatisfy(note -> assertThat(note).startsWith("ok: the initrd on the boot partition"));
    rescue.leave(false);
    assertThat(practice.reboot()).contains("atlas login:");
  }

  @Test
  void systemdBootRefusesAnEntryOfWhichAFurtherInitrdIsMissing() {
    practice.sh("echo 'initrd /EFI/extra.img' >> " + entry());

    assertThat(badCopy().what()).contains("further initrd");
    assertThat(rescue.bootChain(0).isBroken()).isTrue();
    rescue.leave(false);
    assertThat(practice.reboot()).contains("Error preparing initrd: Not Found");
  }

  @Test
  void anEntryWhoseTriesAreUsedUpGetsItsNameBack() {
    String plain = entry();
    String counted = plain.replace(".conf", "+0-3.conf");
    int number = rescue.installations().getFirst().current().orElseThrow().number();
    practice.sh("mv " + plain + " " + counted);

    rescue.rollback(number, false);

    assertThat(practice.sh("ls " + plain).ok()).isTrue();
    assertThat(practice.sh("ls " + counted).ok()).isFalse();
  }

  @Test
  void whatWasWrittenIsOnTheDiskBeforeItIsCompared() {
    int older =
        rescue.installations().getFirst().generations().stream()
            .filter(generation -> !generation.isCurrent())
            .findFirst()
            .orElseThrow()
            .number();
    var plan = (Plan) rescue.rollback(older, true);

    assertThat(plan.steps().getLast().line()).startsWith("sync -f -- /mnt ").contains(" /mnt/boot");
  }
}
