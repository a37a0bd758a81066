package dev.thaw.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.machine.FakePerson;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Generation;
import dev.thaw.rescue.Applied;
import dev.thaw.rescue.Plan;
import dev.thaw.rescue.RebuildWish;
import dev.thaw.rescue.Rescue;
import dev.thaw.rescue.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Boot partitions with too little room: what goes first, what never goes, what comes back. */
class BootRoomTest {

  private static final String SYMPTOM = "loading module vfio_pci...";
  private static final long MIB = 1 << 20;

  private Practice practice;
  private Rescue rescue;

  private void machine(long free, String... past) {
    practice = Practice.of(Tight.computer(free, List.of(past)));
    rescue = practice.rescue(FakePerson.yes());
  }

  private void mend() {
    rescue.diagnose(SYMPTOM);
    rescue.mountAll(1);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
  }

  private Applied rebuild() {
    return (Applied) rescue.rebuild(RebuildWish.USUAL);
  }

  private String plan() {
    return ((Plan) rescue.planning().rebuild(RebuildWish.USUAL)).text(400);
  }

  @Test
  void theOneThatIsSureToHangMakesRoomForWhatReplacesIt() {
    machine(4 * MIB);
    mend();
    assertThat(plan())
        .containsSubsequence(
            "thaw-build-and-set",
            "--delete-generations 57",
            "thaw-make-room keep /mnt /boot /var/lib/thaw/boot",
            "switch-to-configuration boot")
        .doesNotContain("debian");
    assertThat(rebuild().summary()).isEqualTo("Rebuilt: generation 58 boots next.");
    assertThat(practice.says("ls /mnt/boot" + Tight.FOREIGN)).startsWith("0\n");
    assertThat(practice.says("ls /mnt/var/lib/thaw/boot/EFI/nixos")).contains("initrd.efi");
    rescue.leave();
    assertThat(practice.reboot()).contains("has started: atlas");
  }

  @Test
  void isPutBackWhereTheBuildFails() {
    machine(4 * MIB);
    mend();
    String files = practice.says("find /mnt/boot -type f");
    practice.sh("mkdir -p /mnt/etc/nixos; echo '{ bad' >> /mnt/etc/nixos/configuration.nix");
    assertThatThrownBy(this::rebuild).isInstanceOf(Trouble.Failed.class);
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
  }

  @Test
  void isPutBackWhereTheMenuCanNotBeWritten() {
    machine(4 * MIB);
    mend();
    String files = practice.says("find /mnt/boot -type f");
    // The loader is gone: the new system's own installer refuses, and the old one's does, too.
    practice.sh("mv /mnt/boot/EFI/systemd/systemd-bootx64.efi /mnt/root/");
    assertThatThrownBy(this::rebuild).isInstanceOf(Trouble.Failed.class);
    practice.sh("mv /mnt/root/systemd-bootx64.efi /mnt/boot/EFI/systemd/");
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
    assertThat(practice.says("readlink /mnt/nix/var/nix/profiles/system"))
        .isEqualTo("0\nsystem-57-link\n");
  }

  @Test
  void isTakenBackWhole() {
    machine(4 * MIB);
    mend();
    String files = practice.says("find /mnt/boot -type f");
    rebuild();
    assertThat(practice.says("find /mnt/boot -type f")).isNotEqualTo(files);
    rescue.undo();
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
    assertThat(practice.says("readlink /mnt/nix/var/nix/profiles/system"))
        .isEqualTo("0\nsystem-57-link\n");
    assertThat(((Plan) rescue.planning().undo()).title()).contains("configuration.nix");
  }

  @Test
  void withoutTheScreenNothingIsSureAndNothingIsBuilt() {
    machine(4 * MIB);
    rescue.mountAll(1);
    rescue.config().remove("boot.initrd.kernelModules", "vfio_pci");
    String files = practice.says("find /mnt/boot -type f");
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("There is too little room on the boot partition /dev/nvme0n1p1: ")
        .hasMessageContaining("Nothing was built or changed.")
        .extracting("next")
        .asString()
        .contains("/boot" + Tight.FOREIGN, "diagnose(symptom=");
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
  }

  @Test
  void whatWasHalfWrittenGoesFirstAndAloneWhereThatIsEnough() {
    machine(
        4 * MIB,
        "filler /boot/EFI/nixos/0000-initrd-linux-initrd.efi.tmp 26214400",
        "file /boot/loader/entries/nixos-generation-56.conf");
    mend();
    assertThat(plan())
        .contains("thaw-make-room drop /mnt /boot")
        .contains("/loader/entries/nixos-generation-56.conf")
        .doesNotContain("--delete-generations 57 ", "thaw-make-room keep");
    rebuild();
    assertThat(practice.says("ls /mnt/boot/EFI/nixos")).doesNotContain(".tmp");
    assertThat(generations()).containsExactly(58, 57);
    rescue.leave();
    assertThat(practice.reboot()).contains("has started: atlas");
  }

  @Test
  void whatNothingRefersToIsKeptAndComesBack() {
    machine(4 * MIB, "filler /boot/EFI/nixos/0000-linux-6.1-bzImage.efi 26214400");
    mend();
    String files = practice.says("find /mnt/boot -type f");
    assertThat(plan()).contains("thaw-make-room try").doesNotContain("thaw-make-room keep");
    rebuild();
    assertThat(practice.says("find /mnt/boot -type f")).doesNotContain("0000-linux");
    rescue.undo();
    rescue.undo();
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
  }

  @Test
  void oldGenerationsGoOldestFirstAndOneStaysToGoBackTo() {
    machine(
        4 * MIB,
        "replace /etc/nixos/configuration.nix",
        "  - boot.loader.timeout = 1;",
        "  + boot.loader.timeout = 1; boot.initrd.availableKernelModules = [ \"ahci\" \"e1000e\""
            + " ];",
        "rebuild 58",
        "replace /etc/nixos/configuration.nix",
        "  - \"ahci\" \"e1000e\"",
        "  + \"ahci\" \"r8169\"",
        "rebuild 59",
        "replace /etc/nixos/configuration.nix",
        "  - \"ahci\" \"r8169\"",
        "  + \"ahci\" \"igb\"",
        "rebuild 60");
    mend();
    String plan = plan();
    assertThat(plan)
        .contains("Generation 59 stays, to go back to")
        .containsSubsequence("--delete-generations 57", "thaw-make-room try", "nixos-rebuild boot")
        .doesNotContain("thaw-make-room keep");
    rebuild();
    assertThat(generations()).startsWith(61, 60, 59).doesNotContain(57);
    rescue.undo();
    while (rescue.planning().undo() instanceof Plan back
        && !back.title().contains("configuration.nix")) {
      rescue.undo();
    }
    assertThat(generations()).containsExactly(60, 59, 58, 57);
    rescue.rebuild(RebuildWish.USUAL);
    rescue.leave();
    assertThat(practice.reboot()).contains("has started: atlas");
  }

  @Test
  void aMachineWithRoomIsRebuiltAsAlways() {
    machine(40 * MIB);
    mend();
    assertThat(plan()).doesNotContain("thaw-make-room", "--delete-generations 58 ");
  }

  @Test
  void aKillInTheMiddleLosesNothing() {
    machine(4 * MIB);
    mend();
    String files = practice.says("find /mnt/boot -type f");
    allButTheMenu();
    assertThat(practice.says("find /mnt/boot -type f")).isNotEqualTo(files);
    rescue.undo();
    rescue.undo();
    rescue.undo();
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
  }

  @Test
  void afterAKillTheNextRebuildGoesOn() {
    machine(4 * MIB);
    mend();
    Plan plan = (Plan) rescue.planning().rebuild(RebuildWish.USUAL);
    try (var _ = rescue.approver().allow(plan.steps().stream().map(Step::command).toList())) {
      plan.steps()
          .subList(0, plan.steps().size() - 1)
          .forEach(step -> rescue.machine().run(step.command()));
    }
    assertThat(rebuild().summary()).isEqualTo("Rebuilt: generation 58 boots next.");
    rescue.leave();
    assertThat(practice.reboot()).contains("has started: atlas");
  }

  @Test
  void whatWasBuiltAlreadyNeedsNoRoomOnceMore() {
    machine(4 * MIB);
    mend();
    rebuild();
    assertThat(rebuild().notes().getFirst())
        .startsWith("Generation 58 is the one that was there before");
    assertThat(generations()).containsExactly(58);
  }

  /** As if somebody had pulled the plug before the menu was written. */
  private void allButTheMenu() {
    List<Step> steps = ((Plan) rescue.planning().rebuild(RebuildWish.USUAL)).steps();
    try (var _ = rescue.approver().allow(steps.stream().map(Step::command).toList())) {
      steps.stream()
          .takeWhile(step -> !step.line().contains("bin/switch-to-configuration boot"))
          .forEach(step -> assertThat(rescue.machine().run(step.command()).ok()).isTrue());
    }
  }

  private List<Integer> generations() {
    return rescue.installations().getFirst().generations().stream()
        .map(Generation::number)
        .toList();
  }

  @Test
  void aConfigurationThatStillBuildsWhatHangsLeavesItWhereItIs() {
    machine(4 * MIB);
    rescue.diagnose(SYMPTOM);
    rescue.mountAll(1);
    String files = practice.says("find /mnt/boot -type f");
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("The configuration builds what generation 57 is");
    assertThat(practice.says("find /mnt/boot -type f")).isEqualTo(files);
    assertThat(generations()).containsExactly(57);
  }
}
