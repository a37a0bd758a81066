package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Broken;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.ScreenReport;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.Mount;
import dev.thaw.rescue.Installed;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangingModuleTest {

  private static final String VFIO =
      """
      { pkgs, ... }:
      {
        # boot.initrd.kernelModules = [ "i915" ];
        boot.initrd.kernelModules = [
          "vfio-pci" # the card, not "amdgpu"
          "vfio" "i915"
        ];
      }
      """;
  private static final Mend REMOVE =
      new Mend.RemoveElement("boot.initrd.kernelModules", "vfio-pci");

  private static List<Finding> judge(String configuration, String screen) {
    return Catalogue.judge(Broken.evidence(configuration, screen)).stream()
        .filter(finding -> !TestSystem.isOnlyOnScreen(finding))
        .toList();
  }

  @Test
  void theModuleThatTheScreenStoppedAtIsSureAndIsTakenOutAsTheFileSpellsIt() {
    List<Finding> findings = judge(VFIO, "loading module v\nfio_pci...");

    assertThat(findings).hasSize(1);
    Finding finding = findings.getFirst();
    assertThat(finding.certainty()).isEqualTo(Certainty.SURE);
    assertThat(finding.mend()).isEqualTo(REMOVE);
    assertThat(finding.mend().call())
        .isEqualTo("config().remove(\"boot.initrd.kernelModules\", \"vfio-pci\")");
    assertThat(finding.evidence())
        .anyMatch(seen -> seen.startsWith("Line 5 of /etc/nixos/configuration.nix"));
  }

  @Test
  void whereTheHostCantBeToldEachFileThatListsItIsNamedAndNoneIsChosen() {
    Finding finding =
        about(
            "nobody",
            "flake.nix",
            "{ outputs = i: { nixosConfigurations = { atlas = i.n.lib.nixosSystem { modules = ["
                + " ./a.nix ]; }; juno = i.n.lib.nixosSystem { modules = [ ./b.nix ]; }; }; }; }",
            "a.nix",
            "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; }",
            "b.nix",
            "{ boot.initrd.kernelModules = [ \"vfio-pci\" ]; }");

    assertThat(finding.evidence())
        .contains(
            "Line 1 of /etc/nixos/a.nix lists it in boot.initrd.kernelModules, and whether this"
                + " host is built from it can't be told: config().show(\"/etc/nixos/a.nix\").")
        .noneMatch(seen -> seen.contains("No file"));
    assertThat(finding.mend())
        .isInstanceOfSatisfying(
            Mend.ByHand.class,
            mend ->
                assertThat(mend.text())
                    .contains("the installed system is called nobody, the flake has atlas, juno.")
                    .contains(
                        "config().remove(\"boot.initrd.kernelModules\", \"vfio_pci\","
                            + " \"/etc/nixos/a.nix\"), or config().remove(")
                    .contains("\"vfio-pci\", \"/etc/nixos/b.nix\")."));
  }

  @Test
  void whatWasNotReadMayListIt() {
    Finding finding = about("atlas", "configuration.nix", "{ imports = [ /home/u/x.nix ]; }");

    assertThat(finding.evidence())
        .anyMatch(seen -> seen.startsWith("As far as it was read, no file of the configuration"));
    assertThat(finding.mend())
        .isEqualTo(new Mend.RemoveElement("boot.initrd.kernelModules", "vfio_pci"));
  }

  /** What is found where the screen is at vfio_pci, whatever the initrd holds. */
  private static Finding about(String host, String... files) {
    return ModuleFindings.of(
        Broken.evidence(host, "loading module vfio_pci...", files),
        Certainty.LIKELY,
        "vfio_pci",
        List.of());
  }

  @Test
  void theModuleOfTheFilesystemThatTheSystemLiesOnIsNotLeftOutByARebuild() {
    List<Mount> mounts =
        List.of(Installed.found("pool/root", "/", "zfs"), Installed.found("a", "/x", "btrfs"));

    Finding zfs = on(mounts, "zfs");
    assertThat(zfs.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(zfs.evidence())
        .anyMatch(seen -> seen.contains("NixOS has it loaded, and a rebuild does not leave it out"))
        .noneMatch(seen -> seen.contains("a rebuild leaves it out"));
    assertThat(zfs.mend()).isInstanceOf(Mend.ByHand.class);

    Finding btrfs = on(mounts, "btrfs");
    assertThat(btrfs.certainty()).isEqualTo(Certainty.SURE);
    assertThat(btrfs.mend()).isEqualTo(new Mend.Rebuild());
  }

  /** What is found sure about a module where the system is mounted like that. */
  private static Finding on(List<Mount> mounts, String module) {
    Installation installation =
        Installed.with(
            mounts, Broken.configuration("{ }"), Installed.generation(57, true, true, true));
    return ModuleFindings.of(
        Evidence.of(installation, Symptom.of("loading module " + module + "...")),
        Certainty.SURE,
        module,
        List.of());
  }

  @Test
  void aModuleAfterWhichTheBootWentOnDoesNotHang() {
    assertThat(judge(VFIO, "loading module vfio_pci...\nrunning udev...\n")).isEmpty();
  }

  @Test
  void aModuleThatNothingListsIsOnlyPossibleAndLeftToThePerson() {
    List<Finding> findings = judge(VFIO, "loading module usbhid...");

    assertThat(findings).hasSize(1);
    assertThat(findings.getFirst().certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(findings.getFirst().what()).contains("usbhid");
    assertThat(findings.getFirst().mend()).isInstanceOf(Mend.ByHand.class);
    assertThat(findings.getFirst().mend().call()).contains("module_blacklist=usbhid");
  }

  @Test
  void systemdDoesNotSayWhichModuleSoTheMostNotoriousIsLikely() {
    List<Finding> findings =
        judge(VFIO, "[ ***  ] A start job is running for Load Kernel M0dules (45s / 1min 30s)");

    assertThat(findings)
        .extracting(Finding::certainty)
        .containsExactly(Certainty.LIKELY, Certainty.POSSIBLE);
    assertThat(findings.getFirst().mend()).isEqualTo(REMOVE);
  }

  @Test
  void aNameThatIsNotExactlyRightIsNeverSureAndBothReadingsAreTold() {
    for (String typed :
        List.of("vfio_pc", "vfio_pc...", "vfoi_pci...", "vfi0_pci...", "vfio_pcii")) {
      Finding finding = judge(VFIO, "loading module " + typed).getFirst();

      assertThat(finding.certainty()).as(typed).isEqualTo(Certainty.LIKELY);
      assertThat(finding.mend()).as(typed).isEqualTo(REMOVE);
      assertThat(finding.evidence())
          .contains("The screen stopped at “loading module " + typed + "”.")
          .anyMatch(seen -> seen.endsWith("”; that is read as vfio_pci."));
    }
  }

  @Test
  void inAShortNameTwoLettersChangedOverAreASlipAndAnotherLetterIsAnotherName() {
    String nix = "{ boot.initrd.kernelModules = [ \"vfio\" \"zfs\" ]; }";

    Finding changedOver = judge(nix, "loading module vfoi...").getFirst();
    assertThat(changedOver.evidence()).anyMatch(seen -> seen.endsWith("that is read as vfio."));
    assertThat(changedOver.certainty()).isEqualTo(Certainty.LIKELY);

    Finding other = judge(nix, "loading module xfs...").getFirst();
    assertThat(other.certainty()).isNotEqualTo(Certainty.SURE);
    assertThat(other.evidence()).noneMatch(seen -> seen.contains("read as"));
  }

  @Test
  void aNameThatFitsTwoIsNeitherOfThem() {
    assertThat(judge(VFIO, "loading module vfio"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.certainty()).isEqualTo(Certainty.LIKELY);
          assertThat(finding.mend()).isInstanceOf(Mend.OneOf.class);
          assertThat(finding.what()).contains("vfio or vfio_pci");
        });
  }

  @Test
  void anExactNameThatIsNotLoadedByForceIsNoOther() {
    for (String typed : List.of("nvidia_uvm...", "xe...", "radeon...", "usbhid")) {
      assertThat(
              judge(
                  "{ boot.initrd.kernelModules = [ \"nvidia_drm\" ]; }", "loading module " + typed))
          .as(typed)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.certainty()).isNotEqualTo(Certainty.SURE);
            assertThat(finding.what()).contains(typed.replace("...", ""));
            assertThat(finding.mend()).isInstanceOf(Mend.ByHand.class);
          });
    }
  }

  @Test
  void aLineThatWasCutOffIsNoModuleBeforeIt() {
    assertThat(judge(VFIO, "loading module vfio...\nloading mod"))
        .extracting(Finding::what)
        .first()
        .isEqualTo("The module vfio_pci probably hangs while stage 1 loads it.");
    assertThat(judge(VFIO, "loading module vfio...\nrunn")).isEmpty();
    assertThat(judge(VFIO, "loading module vfio_pci...\nwhat is that").getFirst().certainty())
        .isEqualTo(Certainty.LIKELY);
    assertThat(
            judge(VFIO, "loading module vfio_pci...\n[  6.18] random: crng init done")
                .getFirst()
                .certainty())
        .isEqualTo(Certainty.SURE);
  }

  @Test
  void whatSystemdCountsEndsAndWhereItDoesNotCountTheComputerStandsStill() {
    var counted =
        judge(VFIO, "A start job is running for Load Kernel Modules (42s / 1min 30s)").getFirst();
    var begun = judge(VFIO, "         Starting Load Kernel Modules...").getFirst();

    var byName =
        judge(VFIO, "[***   ] Job systemd-modules-load.service/start running (42s / 1min)");
    assertThat(byName.getFirst().certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(byName.getFirst().course()).isEqualTo(BootImpact.GOES_ON);
    assertThat(counted.course()).isEqualTo(BootImpact.GOES_ON);
    assertThat(counted.mend()).isEqualTo(REMOVE);
    assertThat(counted.evidence()).anyMatch(seen -> seen.contains("a minute and a half"));
    assertThat(begun.course()).isEqualTo(BootImpact.HANGS);
    assertThat(begun.certainty()).isEqualTo(Certainty.LIKELY);
    var failed = judge(VFIO, "[FAILED] Failed to start Load Kernel Modules.").getFirst();
    assertThat(failed.course()).isEqualTo(BootImpact.GOES_ON);
    assertThat(failed.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(failed.evidence()).anyMatch(seen -> seen.contains("The boot goes on after that"));
    assertThat(
            judge(
                VFIO,
                "[FAILED] Failed to start Load Kernel Modules.\nStarting Find NixOS closure..."))
        .isEmpty();
  }

  @Test
  void withoutASymptomNotoriousModulesAreOnlyPossible() {
    assertThat(judge(VFIO, ""))
        .hasSize(2)
        .allMatch(finding -> finding.certainty() == Certainty.POSSIBLE)
        .allMatch(finding -> finding.what().contains("may hang"));
  }

  @Test
  void wordsThatAreNotUnderstoodDoNotHideWhatTheDisksShow() {
    assertThat(judge(VFIO, "it just sits there"))
        .extracting(Finding::certainty)
        .containsExactly(Certainty.POSSIBLE, Certainty.POSSIBLE);
    assertThat(judge(VFIO, "it stops at vfio_pci"))
        .extracting(Finding::certainty)
        .containsExactly(Certainty.POSSIBLE, Certainty.POSSIBLE);
    assertThat(judge(VFIO, "it stops at vfio_pci").getFirst().evidence())
        .contains("What was typed speaks of vfio_pci.");
  }

  @Test
  void withoutASymptomHarmlessModulesAreNoFinding() {
    assertThat(judge("{ boot.initrd.kernelModules = [ \"dm-snapshot\" ]; }", "")).isEmpty();
  }

  @Test
  void aModuleAtWhichTheKernelCrashedIsNoHang() {
    Finding finding =
        judge(
                VFIO,
                "[  474.07] loading module vfio_pci...\n"
                    + "[  474.69] BUG: unable to handle kernel NULL pointer dereference at 04")
            .getFirst();

    assertThat(finding.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(finding.evidence()).anyMatch(seen -> seen.contains("The kernel crashed after that"));
  }

  @Test
  void whatThePersonTellsOfMountingClearsNothing() {
    assertThat(judge(VFIO, "I tried mounting it from a stick, that works")).isNotEmpty();
  }

  @Test
  void aLineThatWasReadWithSlipsIsNeverSure() {
    assertThat(judge(VFIO, "loadlng module vfio_pci..."))
        .singleElement()
        .satisfies(finding -> assertThat(finding.certainty()).isEqualTo(Certainty.LIKELY));
  }

  @Test
  void aModuleThatIsNotThereDoesNotHang() {
    assertThat(judge(VFIO, "modprobe: FATAL: Module vfio_pci not found in directory /lib/modules"))
        .extracting(Finding::subject)
        .doesNotContain("vfio_pci");
  }

  @Test
  void whatTheKernelSaysOfAModulesKeyIsNoHang() {
    assertThat(judge(VFIO, "Loading of module with unavailable key is rejected"))
        .noneMatch(finding -> finding.what().contains("with"))
        .allMatch(finding -> finding.certainty() == Certainty.POSSIBLE);
  }

  @Test
  void whereTheKernelCrashedNothingIsSaidToHang() {
    String crash = "BUG: kernel NULL pointer dereference, address: 0000000000000038\n";

    assertThat(judge(VFIO, crash)).isEmpty();
    assertThat(judge(VFIO, crash + "Modules linked in: vfio_pci(+) vfio_pci_core"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.id()).isEqualTo("kernel-oops");
          assertThat(finding.certainty()).isEqualTo(Certainty.POSSIBLE);
        });
  }

  @Test
  void textThatIsNoNixIsNoEvidence() {
    assertThat(judge("{ boot.initrd.kernelModules = [ \"vfio_pci\" ", "")).isEmpty();
    assertThat(judge("$(reboot) \u001b[2J \"'", "loading module vfio_pci..."))
        .singleElement()
        .extracting(Finding::mend)
        .isInstanceOf(Mend.ByHand.class);
  }

  @Test
  void nothingFoundSaysWhatIsNearAndWhereToLook() {
    var symptom = dev.thaw.boot.Symptom.of("loading the modul");

    assertThat(ScreenReport.of(symptom).sentences())
        .anyMatch(sentence -> sentence.contains("loading module X"));
    assertThat(Catalogue.whereToLook(symptom)).anyMatch(note -> note.contains("generations()"));
  }
}
