package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.practice.Practice;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with the files that the boot loader reads, mended by calls. */
class BootCopyTest {

  private final Practice practice = Practice.of("vfio");
  private final Rescue rescue = practice.rescue(FakePerson.yesBeforehand());

  @BeforeEach
  void takeTheBadChangeBack() {
    rescue.mountAll(0);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    rescue.rebuild(RebuildWish.USUAL);
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
    return finding("boot-copy-damaged");
  }

  private Finding finding(String failure) {
    return rescue.diagnose("").findings().stream()
        .filter(finding -> finding.id().equals(failure))
        .findFirst()
        .orElseThrow();
  }

  /** The number of the generation that the profile leads to. */
  private int current() {
    return rescue.installations().getFirst().current().orElseThrow().number();
  }

  @Test
  void aGenerationWithoutTriesIsPassedOverAndMadeTheDefaultAgain() {
    String plain = entry();
    practice.sh("mv " + plain + " " + plain.replace(".conf", "+0-3.conf"));
    practice.sh("sed -i 's/^default .*/default nixos-*/' /mnt/boot/loader/loader.conf");

    Finding exhausted = finding("boot-counting-exhausted");
    assertThat(exhausted.what()).contains("Generation " + current());
    assertThat(((Plan) rescue.planning().mend(exhausted)).isEmpty()).isFalse();
    rescue.mend(exhausted);
    assertThat(rescue.diagnose("").findings())
        .extracting(Finding::id)
        .doesNotContain("boot-counting-exhausted");
    assertThat(practice.sh("ls " + plain).ok()).isTrue();
  }

  @Test
  void anotherDefaultInTheLoadersSettingsIsNamedAndMended() {
    int older =
        rescue.installations().getFirst().generations().stream()
            .filter(generation -> generation.inBootMenu() && !generation.isCurrent())
            .findFirst()
            .orElseThrow()
            .number();
    String other = "nixos-generation-" + older + ".conf";
    practice.sh("sed -i 's/^default .*/default " + other + "/' /mnt/boot/loader/loader.conf");

    Finding overridden = finding("menu-default-overridden");
    assertThat(overridden.evidence()).anyMatch(seen -> seen.contains(other));
    rescue.mend(overridden);
    assertThat(entry()).contains("nixos-generation-" + current());
    assertThat(rescue.diagnose("").findings())
        .extracting(Finding::id)
        .doesNotContain("menu-default-overridden");
  }

  @Test
  void whatGrubKeepsIsForgottenOnceAndComesBackByUndo() {
    practice.sh("mkdir -p /mnt/boot/grub; echo saved_entry=1 > /mnt/boot/grub/grubenv");
    Finding kept = badDefault(new Mend.ForgetChoice("/boot/grub/grubenv"));

    assertThat(((Plan) rescue.planning().mend(kept)).steps()).hasSize(3);
    assertThat(practice.sh("ls /mnt/boot/grub/grubenv").ok()).isTrue();
    rescue.mend(kept);
    assertThat(practice.sh("ls /mnt/boot/grub/grubenv").ok()).isFalse();
    assertThat(((Applied) rescue.mend(kept)).changed()).isFalse();
    rescue.undo();
    assertThat(practice.says("cat /mnt/boot/grub/grubenv")).isEqualTo("0\nsaved_entry=1\n");
  }

  @Test
  void aFileThatIsOnNoBootPartitionIsRefusedInASentence() {
    Finding elsewhere = badDefault(new Mend.RemoveFiles(List.of("/home/ada/notes")));

    assertThatThrownBy(() -> rescue.mend(elsewhere))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessage("/home/ada/notes is on no boot partition of this installation, nor in /boot.");
  }

  private static Finding badDefault(Mend mend) {
    return new Finding(
        "x", Stage.MENU, BootImpact.GOES_ON, Certainty.SURE, "So it is.", List.of(), "Why.", mend);
  }

  @Test
  void aPartialCopyIsTakenAwayUnattendedAndWrittenAgain() {
    String initrd = initrd();
    practice.sh("echo half > " + initrd);
    Finding finding = badCopy();
    assertThat(finding.mend()).isInstanceOf(Mend.RemoveFiles.class);

    assertThat(((Plan) rescue.planning().mend(finding)).steps()).hasSize(3);
    assertThat(practice.says("cat " + initrd)).isEqualTo("0\nhalf\n");
    rescue.mend(finding);
    assertThat(practice.sh("ls " + initrd).ok()).isFalse();
    assertThat(((Applied) rescue.mend(finding)).changed()).isFalse();
    rescue.undo();
    assertThat(practice.says("cat " + initrd)).isEqualTo("0\nhalf\n");
    rescue.mend(finding);

    Applied rebuilt = (Applied) rescue.rebuild(RebuildWish.USUAL);
    assertThat(rebuilt.notes())
        .anySatisfy(note -> assertThat(note).startsWith("ok: the initrd on the boot partition"));
    rescue.leave();
    assertThat(practice.reboot()).contains("atlas login:");
  }

  @Test
  void systemdBootRefusesAnEntryOfWhichAFurtherInitrdIsMissing() {
    practice.sh("echo 'initrd /EFI/extra.img' >> " + entry());

    assertThat(finding("boot-copy-missing").what()).contains("further initrd");
    assertThat(rescue.bootChain(0).isBroken()).isTrue();
    rescue.leave();
    assertThat(practice.reboot()).contains("Error preparing initrd: Not Found");
  }

  @Test
  void anEntryWhoseTriesAreUsedUpGetsItsNameBack() {
    String plain = entry();
    String counted = plain.replace(".conf", "+0-3.conf");
    int number = rescue.installations().getFirst().current().orElseThrow().number();
    practice.sh("mv " + plain + " " + counted);

    rescue.rollback(number);

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
    var plan = (Plan) rescue.planning().rollback(older);

    assertThat(plan.steps().getLast().line()).startsWith("sync -f -- /mnt ").contains(" /mnt/boot");
  }
}
