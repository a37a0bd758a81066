package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.LinkVerdict;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.boot.Symptom;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.diagnosis.BootChains;
import dev.thaw.nixos.Stage1;
import dev.thaw.nixos.loader.TestMenus;
import dev.thaw.storage.Health;
import dev.thaw.storage.LastUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each failure of the catalogue, on a machine that boots but for it. */
class CatalogueTest {

  private final TestSystem system = new TestSystem();

  private Finding only(String failure) {
    assertThat(system.findings(failure)).hasSize(1);
    return system.findings(failure).getFirst();
  }

  @SuppressWarnings("EnumOrdinal") // There is one link for each stage, in their order.
  private BootLink link(Stage stage) {
    return system.chain().links().get(stage.ordinal());
  }

  private void assertFails(Stage stage) {
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.Fails.class, fails -> assertThat(fails.stage()).isEqualTo(stage));
  }

  @Test
  void aMachineThatBootsHasNoFindingAndAChainOfGoodLinks() {
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().links())
        .extracting(BootLink::verdict)
        .containsOnly(LinkVerdict.GOOD)
        .hasSize(Stage.values().length);
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
    assertThat(new TestSystem().onZfs().chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aPoolThatIsInUseHereIsNoneThatStage1TakesWithoutForce() {
    system.onZfs();
    system.imported = true;
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());

    system.force = Optional.of(false);
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.CantTell.class, why -> assertThat(why.why()).contains("leave() exports it"));
    system.imported = false;
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void anInitrdThatCannotBeReadMakesTheForecastUncertain() {
    system.trouble = "it is cut off";

    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.CantTell.class, why -> assertThat(why.why()).contains("cut off"));
  }

  @Test
  void aNotoriousModuleMakesItUncertainAndTheScreenMakesItSure() {
    system.forced.add("vfio_pci");

    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
    assertThat(only("module-hangs").certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only("module-hangs").mend()).isEqualTo(new Mend.Rebuild());

    system.screen = "loading module vfio-pci";
    assertThat(system.chain().forecast())
        .isInstanceOfSatisfying(
            Forecast.Hangs.class, hangs -> assertThat(hangs.stage()).isEqualTo(Stage.MODULES));
  }

  @Test
  void aDriverThatTheInitrdLacksIsAdded() {
    system.modules.remove("ahci");

    assertThat(only("driver-missing").mend())
        .isEqualTo(new Mend.AddElement("boot.initrd.availableKernelModules", "ahci"));
    assertThat(only("driver-missing").certainty()).isEqualTo(Certainty.LIKELY);
    assertFails(Stage.DRIVERS);
    system.screen = "waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + " to appear....";
    assertThat(only("driver-missing").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "waiting for device";
    assertThat(only("driver-missing").certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void aRootWithAnotherUuidIsGivenItsNewOne() {
    system.uuid = "2222";

    assertThat(only("device-gone").mend())
        .isEqualTo(new Mend.SetOption("fileSystems.\"/\".device", "\"/dev/disk/by-uuid/2222\""));
    assertThat(only("device-gone").mend().call())
        .isEqualTo(
            "config().set(\"fileSystems.\\\"/\\\".device\", \"\\\"/dev/disk/by-uuid/2222\\\"\")");
    assertFails(Stage.MOUNTS);
  }

  @Test
  void whatMayBeInALockedContainerIsOnlyPossiblyGone() {
    system.uuid = "2222";
    system.fsType = "crypto_LUKS";

    assertThat(only("device-gone").certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only("device-gone").evidence()).anyMatch(seen -> seen.contains("unlock() first"));
  }

  @Test
  void aContainerIsFoundUnderWhateverNameItIsOpenHere() {
    system.inLuks().openAs = "luks-3333";

    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
    assertThat(link(Stage.DEVICES).seen())
        .isEqualTo(
            "It opens cellar (/dev/sda2), with its passphrase or key. No pool has to be imported.");
    assertThat(link(Stage.DRIVERS).seen()).contains("ahci");
  }

  @Test
  void whatIsInALockedContainerIsNotMissing() {
    system.inLuks();

    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast().sentence()).contains("unlock() first");
  }

  @Test
  void aContainerWithAnotherUuidIsGivenItsNewOne() {
    system.inLuks().uuid = "4444";

    assertThat(only("luks-device-missing").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("luks-device-missing").mend())
        .isEqualTo(
            new Mend.SetOption(
                "boot.initrd.luks.devices.\"cellar\".device", "\"/dev/disk/by-uuid/4444\""));
    assertFails(Stage.DEVICES);
  }

  @Test
  void aContainersUuidThatIsNoneIsNotWrittenIntoTheConfiguration() {
    system.inLuks().uuid = "4\"; evil = \"";

    assertThat(only("luks-device-missing").mend()).isInstanceOf(Mend.ByHand.class);
    assertThat(only("luks-device-missing").mend().call())
        .contains(
            "config().set(\"boot.initrd.luks.devices.\\\"cellar\\\".device\","
                + " \"\\\"/dev/disk/by-uuid/UUID\\\"\")");
  }

  @Test
  void aPoolOfAnotherHostIsRefusedWhereItIsNotForced() {
    system.onZfs();
    system.lastUse = Optional.of(new LastUse("nixos", "8425e349", Optional.empty(), false));
    assertThat(system.findings()).isEmpty();

    system.force = Optional.of(false);
    assertThat(only("zfs-pool-foreign").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("zfs-pool-foreign").mend()).isEqualTo(new Mend.Export("tank"));
    assertFails(Stage.DEVICES);

    system.force = Optional.empty();
    assertThat(only("zfs-pool-foreign").certainty()).isEqualTo(Certainty.POSSIBLE);
    system.screen = "cannot import 'tank': pool was previously in use from another system.";
    assertThat(only("zfs-pool-foreign").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "cannot import 'tank': pool was previously in use from an0ther system.";
    assertThat(only("zfs-pool-foreign").certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void aPoolThatWasExportedOrIsItsOwnIsNotForeign() {
    system.onZfs();
    system.force = Optional.of(false);

    system.lastUse = Optional.of(new LastUse("nixos", "8425e349", Optional.empty(), true));
    assertThat(system.findings()).isEmpty();
    system.lastUse = Optional.of(new LastUse("atlas", "deadbeef", Optional.empty(), false));
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void aSystemThatIsNotWholeFailsAtItsEnd() {
    system.whole = false;

    assertThat(only("system-gone").mend()).isEqualTo(new Mend.Rebuild());
    assertFails(Stage.STAGE_2);
  }

  @Test
  void entriesOfCollectedSystemsAreNamed() {
    system.menu.add(41);

    assertThat(only("menu-stale-entry").certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(only("menu-stale-entry").evidence().getFirst())
        .contains("nixos-generation-41.conf")
        .doesNotContain("57");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
    system.screen = "stage 2 init script (/mnt-root/" + TestSystem.system(41) + "/init) not found";
    assertThat(only("menu-stale-entry").certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void aMenuOfWhichNoSystemIsLeftIsNamed() {
    system.current = 58;
    system.menu.clear();
    system.menu.add(41);
    system.systems.clear();
    system.screen = "stage 2 init script (/mnt-root/" + TestSystem.system(41) + "/init) not found";
    assertThat(only("menu-stale-entry").certainty()).isEqualTo(Certainty.SURE);
  }

  @Test
  void aRebuildWithoutTheBootPartitionLeavesTheMenuBehind() {
    system.current = 58;
    assertThat(only("menu-not-written").certainty()).isEqualTo(Certainty.LIKELY);

    system.bare = TestMenus.tree(Map.of("/loader/loader.conf", 9L));
    assertThat(system.findings("menu-not-written")).isEmpty();
    assertThat(only("boot-partition-not-mounted").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("boot-partition-not-mounted").mend()).isEqualTo(new Mend.Rebuild());
    assertThat(only("boot-partition-not-mounted").evidence())
        .contains(
            "1 file lies in the folder /boot itself, beneath where the boot partition belongs.");
    assertThat(system.chain().generation()).isEqualTo(57);
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aGenerationThatTheMenuDoesNotListCannotBeStarted() {
    system.current = 58;
    var evidence = system.evidence();
    var newest = evidence.installation().generation(58).orElseThrow();

    assertThat(BootChains.of(evidence.about(newest)).forecast())
        .isInstanceOfSatisfying(
            Forecast.Fails.class, fails -> assertThat(fails.stage()).isEqualTo(Stage.MENU));
  }

  @Test
  void anEntryWithoutItsKernelIsLeftOutOfTheMenuAndAnotherStarts() {
    system.current = 58;
    system.menu.add(58);
    system.systems.add(TestSystem.system(58));
    system.files.put("/EFI/nixos/i58", 7L);

    assertThat(system.findings()).hasSize(1);
    assertThat(only("boot-copy-missing").what()).contains("leaves out generation 58");
    assertThat(only("boot-copy-missing").evidence())
        .containsExactly("/boot/EFI/nixos/k58 is not there; its entry names it.");
    assertThat(only("boot-copy-missing").mend()).isEqualTo(new Mend.Rebuild());
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void anEmptyMenuStartsNothing() {
    system.menu.clear();
    assertThat(only("menu-not-written").what())
        .isEqualTo("The boot menu does not list generation 57: it can't be chosen.");
    assertThat(only("menu-not-written").mend()).isEqualTo(new Mend.Rollback(57));
    assertFails(Stage.MENU);
  }

  @Test
  void anOldGenerationThatTheMenuAloneListsIsLeftBehindByARebuild() {
    system.current = 58;
    system.menu.clear();
    system.menu.add(56);
    system.forcedBefore.add("vfio_pci");
    var evidence = system.evidence();
    var older = evidence.installation().generation(56).orElseThrow();

    assertThat(Catalogue.judge(evidence.about(older)))
        .extracting(Finding::id, Finding::mend)
        .contains(org.assertj.core.groups.Tuple.tuple("module-hangs", new Mend.Rebuild()));
  }

  @Test
  void aMissingKernelIsWrittenByARebuildAndAWrongOneIsTakenAwayFirst() {
    system.files.remove("/EFI/nixos/k57");
    assertThat(only("boot-copy-missing").mend()).isEqualTo(new Mend.Rebuild());
    assertFails(Stage.KERNEL);

    system.files.put("/EFI/nixos/k57", 5L);
    system.files.put("/EFI/nixos/i57", 3L);
    assertThat(only("boot-copy-damaged").what()).contains("initrd");
    assertThat(only("boot-copy-damaged").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/EFI/nixos/i57")));
    assertThat(only("boot-copy-damaged").mend().isCall()).isTrue();
  }

  @Test
  void aFurtherInitrdThatIsMissingStopsTheBootAndAWholeGenerationDoesNot() {
    system.menu.add(56);
    system.files.put("/EFI/nixos/k56", 5L);
    system.files.put("/EFI/nixos/i56", 7L);
    system.further.add("/EFI/extra.img");

    assertThat(only("boot-copy-missing").what()).contains("further initrd");
    assertThat(only("boot-copy-missing").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("boot-copy-missing").mend()).isEqualTo(new Mend.Rollback(56));
    assertFails(Stage.KERNEL);

    system.files.put("/EFI/extra.img", 1L);
    assertThat(system.findings("boot-copy-missing")).isEmpty();
  }

  /** Generation 58 was built, and is in the menu. */
  private void builtAndListed() {
    system.current = 58;
    system.menu.add(58);
    system.systems.add(TestSystem.system(58));
    system.files.put("/EFI/nixos/k58", 5L);
    system.files.put("/EFI/nixos/i58", 7L);
  }

  @Test
  void aDefaultThatTheLoadersSettingsNameIsNoMenuThatWasNotWritten() {
    builtAndListed();

    assertThat(system.findings()).hasSize(1);
    assertThat(only("menu-default-overridden").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("menu-default-overridden").evidence())
        .anyMatch(seen -> seen.contains("default nixos-generation-57.conf"));
    assertThat(only("menu-default-overridden").mend()).isEqualTo(new Mend.Rollback(58));
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aChoiceThatGrubKeepsIsForgottenAndOneOfTheConfigurationIsTakenOut() {
    builtAndListed();
    system.grub.addAll(List.of(TestSystem.system(57), TestSystem.system(58)));
    assertThat(system.findings("menu-default-overridden")).isEmpty();

    system.configuration = "{ boot.loader.grub.default = 1; }";
    assertThat(only("menu-default-overridden").mend())
        .isEqualTo(new Mend.UnsetOption("boot.loader.grub.default"));

    system.unsaved = TestSystem.system(58);
    assertThat(only("menu-default-overridden").mend())
        .isEqualTo(new Mend.ForgetChoice("/boot/grub/grubenv"));
    system.unsaved = TestSystem.system(56);
    system.configuration = "{ }";
    assertThat(system.findings("menu-default-overridden")).isEmpty();
  }

  @Test
  void anEntryWithoutTriesIsPassedOverAndGetsItsNameBack() {
    builtAndListed();
    system.exhausted.add(58);

    assertThat(system.findings()).hasSize(1);
    assertThat(only("boot-counting-exhausted").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("boot-counting-exhausted").evidence())
        .anyMatch(seen -> seen.contains("nixos-generation-58+0-3.conf"));
    assertThat(only("boot-counting-exhausted").mend()).isEqualTo(new Mend.Rollback(58));
  }

  @Test
  void ofMirroredBootPartitionsEachHasItsOwnCopies() {
    system.mirror.putAll(Map.of("/EFI/nixos/k57", 5L, "/EFI/nixos/i57", 7L));
    assertThat(system.findings()).isEmpty();

    system.mirror.put("/EFI/nixos/i57", 3L);
    assertThat(only("boot-copy-damaged").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot2/EFI/nixos/i57")));
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void kernelsInAPlainFolderOfTheRootAreFoundThere() {
    system.grub.add(TestSystem.system(57));
    system.files.put("/EFI/nixos/i57", 3L);
    system.bootPoint = "";
    system.bare = system.tree(system.files);
    assertThat(only("boot-copy-damaged").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/EFI/nixos/i57")));

    system.bootPoint = "/boot/efi";
    system.esp.put("/EFI/BOOT/BOOTX64.EFI", 90L);
    assertThat(only("boot-copy-damaged").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/EFI/nixos/i57")));
  }

  @Test
  void aFurtherInitrdWithoutAnotherGenerationIsTakenOutOfTheConfiguration() {
    system.further.add("/EFI/extra.img");

    assertThat(only("boot-copy-missing").mend())
        .isEqualTo(new Mend.RemoveElement("system.boot.extraInitrd.paths", "/EFI/extra.img"));
  }

  @Test
  void aCopyThatCouldNotBeReadIsNoneThatDiffers() {
    system.checks.add(
        new BootCheck.Check(
            BootCheck.Part.UNREAD, "the initrd is the store's", false, "I/O error", "Look."));
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void aPoolThatIsNowhereOrNotWholeIsNamed() {
    system.onZfs();
    system.fsType = "ext4";
    system.screen = "cannot import 'tank': no such pool available";
    assertThat(only("zfs-pool-missing").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("zfs-pool-missing").what()).contains("tank").endsWith("is not there.");
    system.screen = "cannot import 'tnak': no such pool available";
    assertThat(only("zfs-pool-missing").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("zfs-pool-missing").evidence())
        .contains("You typed “tnak”; that is read as tank.");
    system.screen = "cannot import 'other': no such pool available";
    assertThat(only("zfs-pool-missing").certainty()).isEqualTo(Certainty.POSSIBLE);

    system.fsType = "zfs_member";
    system.health = Health.UNAVAIL;
    system.screen = "cannot import 'tank': one or more devices is currently unavailable";
    assertThat(only("zfs-pool-damaged").what()).contains("is not whole");
    system.health = Health.DEGRADED;
    assertThat(system.findings("zfs-pool-damaged")).isEmpty();
  }

  @Test
  void aModuleThatTheInitrdIsToLoadAndLacksIsNamed() {
    system.forced.add("vendor_reset");
    assertThat(system.findings()).isEmpty();

    system.screen = "[FAILED] Failed to start Load Kernel Modules.";
    assertThat(only("module-not-found").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("module-not-found").what()).contains("vendor_reset");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aFullBootPartitionWithHalfWrittenFilesIsSure() {
    system.free = 3;
    assertThat(only("boot-partition-full").certainty()).isEqualTo(Certainty.POSSIBLE);

    system.files.put("/loader/entries/nixos-generation-58.conf.tmp", 0L);
    assertThat(only("boot-partition-full").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("boot-partition-full").evidence()).anyMatch(seen -> seen.contains(".tmp"));
  }

  @Test
  void aScreenThatSpeaksOfAnotherPlaceWithoutRoomMakesTheBootPartitionNoSurer() {
    system.free = 3;
    system.screen = "OSError: [Errno 28] No space left on device: '/boot/EFI/nixos/x.efi'";
    assertThat(only("boot-partition-full").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "No space left on device";
    assertThat(only("boot-partition-full").certainty()).isEqualTo(Certainty.LIKELY);
    system.screen = "error: writing to file '/nix/store/x': No space left on device";
    assertThat(only("boot-partition-full").certainty()).isEqualTo(Certainty.POSSIBLE);
  }

  @Test
  void aFullBootPartitionIsMendedByARebuildWhichMakesRoomInASafeOrder() {
    system.free = 3;
    assertThat(only("boot-partition-full").mend()).isEqualTo(new Mend.Rebuild());
    assertThat(only("boot-partition-full").why())
        .containsSubsequence(
            "half written",
            "no entry of any menu refers to",
            "generations that can be spared",
            "sure to hang");
  }

  @Test
  void aResumeDeviceThatIsGoneHangsSystemdsStage1() {
    system.params.add("resume=UUID=3333");
    assertThat(only("resume-device").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("resume-device").mend())
        .isEqualTo(new Mend.AddElement("boot.kernelParams", "noresume"));
    system.configuration = "{ boot.kernelParams = [ \"quiet\" \"resume=UUID=3333\" ]; }";
    assertThat(only("resume-device").mend())
        .isEqualTo(new Mend.RemoveElement("boot.kernelParams", "resume=UUID=3333"));
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Hangs.class);

    system.configuration = "{ boot.resumeDevice = \"/dev/disk/by-uuid/3333\"; }";
    assertThat(only("resume-device").mend()).isEqualTo(new Mend.UnsetOption("boot.resumeDevice"));
    system.stage1 = Stage1.SCRIPTED;
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
    system.params.set(0, "resume=UUID=" + TestSystem.ROOT);
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void theSurestComesFirstAndWhatStopsTheBootBeforeWhatDoesNot() {
    system.forced.add("i915");
    system.current = 58;
    system.modules.remove("ahci");

    assertThat(system.findings())
        .extracting(Finding::id)
        .containsExactly("driver-missing", "menu-not-written", "module-hangs");
  }

  @Test
  void whatTheScreenShowsComesBeforeWhatIsJustAsSure() {
    system.forced.add("i915");
    system.files.remove("/EFI/nixos/k57");
    system.stage1 = Stage1.SCRIPTED;
    system.screen = "loading module i915...";

    assertThat(system.findings())
        .extracting(Finding::id)
        .containsExactly("module-hangs", "boot-copy-missing");
  }

  @Test
  void aModuleThatOnlyAnOlderGenerationLoadsIsMendedAlready() {
    system.menu.add(56);
    system.systems.add(TestSystem.system(56));
    system.forcedBefore.add("vfio_pci");
    system.screen = "loading module vfio_pci...";

    assertThat(only("module-hangs").what()).startsWith("Generation 56 hangs at the module");
    assertThat(only("module-hangs").mend()).isInstanceOf(Mend.Nothing.class);
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aModuleThatIsConfiguredButNotBuiltInYetDoesNotHangTheDefault() {
    system.configuration = "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; }";
    system.screen = "loading module vfio_pci...";

    assertThat(only("module-hangs").mend()).isInstanceOf(Mend.RemoveElement.class);
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aCopyOfTheSameSizeThatDiffersIsFoundByComparingEveryByte() {
    system.checks.add(
        new BootCheck.Check(
            BootCheck.Part.COPY,
            "the initrd on the boot partition is the store's, byte for byte",
            false,
            "/boot/EFI/nixos/i57 differs",
            "It goes.",
            "/boot/EFI/nixos/i57"));

    assertThat(only("boot-copy-damaged").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/EFI/nixos/i57")));
    assertFails(Stage.KERNEL);
  }

  @Test
  void aVariableOfTheFirmwareThatStartsAnotherEntryIsNamed() {
    system.checks.add(
        new BootCheck.Check(
            BootCheck.Part.VARIABLE,
            "the EFI variable LoaderEntryDefault leads to it too",
            false,
            "it names x",
            "Clear it.",
            "/sys/firmware/efi/efivars/x"));

    assertThat(only("menu-default-overridden").mend())
        .isEqualTo(new Mend.ClearVariable("/sys/firmware/efi/efivars/x"));
  }

  @Test
  void anInitrdThatIsNotUnderstoodLeavesItToTheConfiguration() {
    system.stage1 = Stage1.UNKNOWN;
    system.forced.clear();
    system.modules.clear();
    system.configuration = "{ boot.initrd.kernelModules = [ \"vfio_pci\" ]; }";
    system.screen = "loading module vfio_pci...";

    assertThat(system.findings()).extracting(Finding::id).containsExactly("module-hangs");
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Hangs.class);
    system.screen = "";
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.CantTell.class);
  }

  @Test
  void aScreenThatStopsBeforeTheModulesNameLeavesTheNotoriousOnes() {
    system.forced.add("amdgpu");
    system.screen = "<<< NixOS Stage 1 >>>\n\nloading module";

    assertThat(only("module-hangs").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("module-hangs").what()).contains("amdgpu");
  }

  @Test
  void ofSeveralInstallationsEachFindingSaysWhoseItIs() {
    system.modules.remove("ahci");

    assertThat(
            Catalogue.judge(
                List.of(system.evidence(), new TestSystem().evidence()), Symptom.of(system.screen)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).startsWith("atlas: The initrd"));
  }

  @Test
  void aRebuildDoesNotMendAGenerationThatIsBuilt() {
    system.menu.add(56);
    system.forcedBefore.add("vfio_pci");
    var evidence = system.evidence();
    var older = evidence.installation().generation(56).orElseThrow();

    assertThat(Catalogue.judge(evidence.about(older)))
        .extracting(Finding::id, finding -> finding.mend().isCall())
        .contains(org.assertj.core.groups.Tuple.tuple("module-hangs", false));
  }

  @Test
  void swapSpaceThatIsGoneOnlyDelaysTheBoot() {
    system.late.add(TestSystem.late("/dev/disk/by-uuid/9999", "none", "swap"));

    assertThat(only("stage-2-mount-missing").course()).isEqualTo(BootImpact.GOES_ON);
    assertThat(only("stage-2-mount-missing").subject()).isEqualTo("/dev/disk/by-uuid/9999");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void aDeviceThatHoldsAnotherFilesystemIsNotMounted() {
    system.late.add(TestSystem.late("/dev/disk/by-uuid/E-E", "/data", "ext4"));

    assertThat(only("stage-2-mount-fails").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("stage-2-mount-fails").subject()).isEqualTo("/data");
    assertThat(only("stage-2-mount-fails").mend())
        .isEqualTo(new Mend.SetOption("fileSystems.\"/data\".fsType", "\"vfat\""));
    assertFails(Stage.STAGE_2);
  }

  @Test
  void ofASystemThatIsGoneNobodyKnowsWhatItMounts() {
    system.whole = false;
    system.uuid = "2222";
    var evidence = system.evidence();

    assertThat(Catalogue.judge(evidence.with(Map.of(), evidence.surroundings())))
        .extracting(Finding::id)
        .containsExactly("system-gone");
  }

  @Test
  void whatOnlyFollowsOnTheScreenIsNoOtherFailure() {
    system.onZfs().force = Optional.of(false);
    system.lastUse = Optional.of(new LastUse("nixos", "8425e349", Optional.empty(), false));

    system.screen = "[DEPEND] Dependency failed for Initrd File Systems.";
    assertThat(only("zfs-pool-foreign").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "[DEPEND] Dependency failed for Local File Systems.";
    assertThat(only("zfs-pool-foreign").certainty()).isNotEqualTo(Certainty.SURE);
    system.screen = "stage 2 init script (/mnt-root/nix/store/x-nixos-system-a/init) not found";
    assertThat(only("zfs-pool-foreign").certainty()).isNotEqualTo(Certainty.SURE);
  }
}
