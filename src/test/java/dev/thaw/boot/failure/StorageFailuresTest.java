package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Mend;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.StateFile;
import dev.thaw.nixos.FilesystemLocation;
import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Mount;
import dev.thaw.nixos.Stage1;
import dev.thaw.storage.Btrfs;
import dev.thaw.storage.DeviceType;
import dev.thaw.storage.Force;
import dev.thaw.storage.Health;
import dev.thaw.storage.LastUse;
import dev.thaw.storage.PoolBuilder;
import dev.thaw.storage.Vdev;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failures of what stage 1 and stage 2 import, assemble and mount, each beside what is none. */
class StorageFailuresTest {

  private final TestSystem system = new TestSystem();

  private Finding only(String failure) {
    assertThat(system.findings(failure)).hasSize(1);
    return system.findings(failure).getFirst();
  }

  private void assertSound() {
    assertThat(system.findings()).isEmpty();
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  private static FstabEntry entry(String spec, String file, String type, String... options) {
    return new FstabEntry(3, spec, file, type, List.of(options), 0, 0);
  }

  @Test
  void aKindOfFilesystemThatTheInitrdHasNoDriverForIsAdded() {
    system.modules.remove("ext4");

    assertThat(only("filesystem-type-unknown").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("filesystem-type-unknown").mend())
        .isEqualTo(new Mend.AddElement("boot.initrd.supportedFilesystems", "ext4"));
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void aDriverThatMountsItUnderAnotherNameIsEnough() {
    system.modules.remove("ext4");
    system.modules.add("ext3");

    assertThat(system.findings()).isEmpty();
  }

  @Test
  void ofWhatIsMountedWhateverItIsTheDiskTellsTheKind() {
    system.early.clear();
    system.early.add(entry("/dev/disk/by-uuid/" + TestSystem.ROOT, "/", "auto"));
    system.fsType = "xfs";

    assertThat(only("filesystem-type-unknown").what()).contains("xfs");
    system.modules.add("xfs");
    assertSound();
  }

  @Test
  void aKindThatIsNoDriversNameIsLeftAlone() {
    system.early.add(entry("tmpfs", "/var/log", "tmpfs"));
    system.early.add(entry("//nas/x", "/var/lib", "cifs"));

    assertThat(system.findings("filesystem-type-unknown")).isEmpty();
  }

  @Test
  void anArrayWithoutItsToolInTheInitrdIsNotAssembled() {
    system.volume = Optional.of(DeviceType.RAID);

    assertThat(only("md-not-assembled").mend())
        .isEqualTo(new Mend.SetOption("boot.swraid.enable", "true"));
    assertThat(only("md-not-assembled").certainty()).isEqualTo(Certainty.LIKELY);
    system.screen = "waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + " to appear....";
    assertThat(only("md-not-assembled").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "";
    system.programs.add("mdadm");
    assertSound();
  }

  @Test
  void aKeyThatNobodyAsksForKeepsADatasetShut() {
    system.onZfs();
    assertSound();
    system.encrypted.put("tank/root", "tank/safe");

    assertThat(only("zfs-key").mend())
        .isEqualTo(new Mend.SetOption("boot.zfs.requestEncryptionCredentials", "true"));
    assertThat(only("zfs-key").subject()).isEqualTo("tank/root");
    assertThat(only("zfs-key").certainty()).isEqualTo(Certainty.LIKELY);
    system.screen = "filesystem 'tank/root' can not be mounted: Permission denied";
    assertThat(only("zfs-key").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "[FAILED] Failed to mount /sysroot.";
    assertThat(only("zfs-key").certainty()).isEqualTo(Certainty.LIKELY);
    system.screen = "filesystem 'other/root' can not be mounted: Permission denied";
    assertThat(system.findings("zfs-key"))
        .noneMatch(finding -> finding.certainty() == Certainty.SURE);
    system.screen = "";
    system.keyed.add("tank");
    assertSound();
  }

  @Test
  void aLogicalVolumeIsActivatedByTheScriptInAnyCase() {
    system.volume = Optional.of(DeviceType.LVM);

    assertThat(only("lvm-not-activated").mend())
        .isEqualTo(new Mend.SetOption("boot.initrd.services.lvm.enable", "true"));
    system.stage1 = Stage1.SCRIPTED;
    assertSound();
    system.stage1 = Stage1.SYSTEMD;
    system.programs.add("lvm");
    assertSound();
  }

  @Test
  void anInitrdInWhichNoProgramWasSeenTellsNothingOfTools() {
    system.volume = Optional.of(DeviceType.RAID);
    system.programs.clear();

    assertThat(system.findings()).isEmpty();
  }

  @Test
  void twoPoolsOfTheNameThatStage1ImportsAreBothTold() {
    system.onZfs();
    assertSound();
    system.pools.add(
        PoolBuilder.pool("tank", "2")
            .health(Health.UNAVAIL)
            .vdevs(new Vdev("/dev/sdb", "", "UNAVAIL", "", List.of()))
            .build());

    assertThat(system.findings()).hasSize(1);
    assertThat(only("zfs-pool-twice").evidence()).anyMatch(seen -> seen.contains("/dev/sdb"));
    system.screen = "cannot import 'tank': more than one matching pool";
    assertThat(system.findings().getFirst().id()).isEqualTo("zfs-pool-twice");
    assertThat(system.findings().getFirst().subject()).isEqualTo("tank");
  }

  @Test
  void twoPoolsOfAnotherNameAreNothingToStage1() {
    system.onZfs();
    system.pools.add(PoolBuilder.pool("backup", "2").build());
    system.pools.add(PoolBuilder.pool("backup", "3").build());

    assertSound();
  }

  @Test
  void aPoolThatThisZfsIsTooOldForMayBeFineInStage1() {
    system.fsType = "zfs_member";
    system.early.clear();
    system.early.add(TestSystem.entry("rpool/root", "/", "zfs"));
    system.pools.add(
        PoolBuilder.pool("rpool", "2")
            .health(Health.UNAVAIL)
            .unsupported("com.klarasystems:vdev_zaps_v2")
            .build());

    assertThat(only("zfs-pool-too-new").certainty()).isEqualTo(Certainty.POSSIBLE);
    assertThat(system.findings("zfs-pool-damaged")).isEmpty();
  }

  private void dataPool(String... options) {
    system.late.add(new FstabEntry(4, "data/media", "/media", "zfs", List.of(options), 0, 0));
  }

  @Test
  void aPoolOfDataThatIsGoneEndsTheBootInStage2() {
    dataPool("zfsutil");

    assertThat(only("zfs-data-pool").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("zfs-data-pool").mend())
        .isEqualTo(new Mend.AddElement("fileSystems.\"/media\".options", "nofail"));
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void aPoolOfDataThatIsThereOrMayBeAwayIsNone() {
    dataPool("nofail");
    assertSound();
    system.late.clear();
    dataPool();
    system.pools.add(PoolBuilder.pool("data", "7").build());
    assertThat(system.findings("zfs-data-pool")).isEmpty();
  }

  @Test
  void aPoolOfDataThatAnotherSystemHadLastIsImportedAndExported() {
    dataPool();
    system.pools.add(
        PoolBuilder.pool("data", "7")
            .lastUsed(
                Optional.of(new LastUse("nas", "8425e349", Optional.empty(), false)),
                new Force.NotNeeded())
            .build());

    assertThat(only("zfs-data-pool").mend()).isEqualTo(new Mend.Export("data"));
  }

  private void bound(Mount.State state) {
    FstabEntry bind = entry("/persist/lib", "/var/lib", "none", "bind", "x-initrd.mount");
    system.early.add(bind);
    system.mounted.put("/var/lib", new Mount(bind, state, "", ""));
  }

  @Test
  void aFolderToBeBoundThatIsNotThereStopsTheScript() {
    system.stage1 = Stage1.SCRIPTED;
    bound(Mount.State.MISSING);

    assertThat(only("bind-source-missing").subject()).isEqualTo("/persist/lib");
    assertThat(only("bind-source-missing").mend()).isEqualTo(new Mend.MakeFolder("/persist/lib"));
    system.stage1 = Stage1.SYSTEMD;
    assertThat(system.findings("bind-source-missing")).isEmpty();
  }

  @Test
  void aFolderToBeBoundThatIsThereIsNone() {
    system.stage1 = Stage1.SCRIPTED;
    bound(Mount.State.FOUND);

    assertThat(system.findings()).isEmpty();
  }

  private void onBtrfs(String mounted, String lies) {
    system.fsType = "btrfs";
    system.modules.add("btrfs");
    system.early.clear();
    system.early.add(
        entry("/dev/disk/by-uuid/" + TestSystem.ROOT, "/", "btrfs", "subvol=" + mounted));
    system.store = Optional.of(new FilesystemLocation("/dev/sda2", "btrfs", TestSystem.ROOT, lies));
  }

  @Test
  void anotherSubvolumeThanThatOfTheStoreIsNotTheSystem() {
    onBtrfs("old", "@");

    assertThat(only("root-is-another").certainty()).isEqualTo(Certainty.SURE);
    assertThat(only("root-is-another").mend().call())
        .isEqualTo(
            "config().remove(\"fileSystems.\\\"/\\\".options\", \"subvol=old\");"
                + " config().add(\"fileSystems.\\\"/\\\".options\", \"subvol=@\")");
    assertThat(system.chain().forecast()).isInstanceOf(Forecast.Fails.class);
  }

  @Test
  void theSubvolumeOfTheStoreIsTheSystemHoweverItIsWritten() {
    onBtrfs("/@", "@");

    assertSound();
  }

  @Test
  void anotherDatasetThanThatOfTheStoreIsNotTheSystem() {
    system.onZfs();
    system.store = Optional.of(new FilesystemLocation("tank/new", "zfs", "", ""));

    assertThat(only("root-is-another").mend())
        .isEqualTo(new Mend.SetOption("fileSystems.\"/\".device", "\"tank/new\""));
  }

  private void refused(String why) {
    FstabEntry root = system.early.getFirst();
    system.mounted.put("/", new Mount(root, Mount.State.UNREAD, "/dev/sda2", why));
  }

  @Test
  void whatTheLiveSystemFindsDamagedStage1FindsSoToo() {
    refused("mount: /m: wrong fs type, bad option, bad superblock on /dev/sda2, missing codepage");

    assertThat(only("filesystem-errors").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("filesystem-errors").course()).isEqualTo(BootImpact.FAILS);
  }

  @Test
  void whatTheLiveSystemOnlyHasNoDriverForIsNoDamage() {
    refused("mount: /m: unknown filesystem type 'bcachefs'.");
    assertThat(system.findings()).isEmpty();
    refused("a filesystem of type ntfs is not opened for looking");
    assertThat(system.findings()).isEmpty();
  }

  @Test
  void aSubvolumeThatIsNotThereIsAnotherRoot() {
    onBtrfs("@gone", "");
    refused("mount: /m: mount(2) system call failed: No such file or directory.");

    assertThat(only("root-is-another").what()).contains("@gone");
  }

  @Test
  void aMenuWithoutANixosIsEmpty() {
    system.menu.clear();
    system.files.put("/EFI/systemd/systemd-bootx64.efi", 90L);

    assertThat(only("menu-empty").mend()).isEqualTo(new Mend.Rebuild());
    assertThat(system.findings("menu-not-written")).isEmpty();
    system.menu.add(57);
    assertSound();
  }

  @Test
  void anEntryWithoutAByteIsTakenAway() {
    system.files.put("/loader/entries/nixos-generation-58.conf", 0L);
    system.files.put("/loader/entries/nixos-generation-57.conf", 300L);

    assertThat(only("menu-entry-empty").mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/loader/entries/nixos-generation-58.conf")));
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void anEntryThatLostItsRootHasSystemdLookForOne() {
    system.params.add("root=fstab");

    assertThat(only("gpt-auto-root").certainty()).isEqualTo(Certainty.LIKELY);
    system.screen = "Timed out waiting for device /dev/gpt-auto-root.";
    assertThat(only("gpt-auto-root").certainty()).isEqualTo(Certainty.SURE);
    system.screen = "";
    system.entryOptions.add("root=fstab");
    assertSound();
    system.entryOptions.clear();
    system.stage1 = Stage1.SCRIPTED;
    assertSound();
  }

  @Test
  void aBtrfsThatLacksADeviceIsNotMounted() {
    onBtrfs("@", "@");
    system.btrfs.add(new Btrfs(TestSystem.ROOT, "", 1, 2, List.of("/dev/sda2")));
    refused("mount: /m: wrong fs type, bad option, bad superblock on /dev/sda2, missing codepage");

    assertThat(system.findings()).hasSize(1);
    assertThat(only("btrfs-device-missing").certainty()).isEqualTo(Certainty.LIKELY);
  }

  @Test
  void aBtrfsOfWhichAllIsThereIsMounted() {
    onBtrfs("@", "@");
    system.btrfs.add(new Btrfs(TestSystem.ROOT, "", 1, 2, List.of("/dev/sda2", "/dev/sdb")));
    system.btrfs.add(new Btrfs("another", "", 1, 2, List.of("/dev/sdc")));

    assertSound();
  }

  @Test
  void aDriverOfGraphicsThatComplainsIsTakenOutOfStage1WhereItIsInThere() {
    system.screen = "[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx timeout";
    assertThat(system.findings("graphics-dark")).isEmpty();

    system.forced.add("amdgpu");
    system.configuration = "{ boot.initrd.kernelModules = [ \"amdgpu\" ]; }";
    assertThat(only("graphics-dark").mend())
        .isEqualTo(new Mend.RemoveElement("boot.initrd.kernelModules", "amdgpu"));
    system.screen = "[drm:i915_hangcheck [i915]] *ERROR* hang";
    assertThat(system.findings("graphics-dark")).isEmpty();
  }

  @Test
  void filesOfTheStateThatAreBrokenAreTold() {
    system.stateFiles.add(new StateFile(StateFile.MACHINE_ID, StateFile.State.DANGLING));
    system.stateFiles.add(new StateFile(StateFile.MAPS.getFirst(), StateFile.State.BROKEN));
    system.stateFiles.add(new StateFile(StateFile.MAPS.getLast(), StateFile.State.WHOLE));

    assertThat(only("dbus-or-machine-id").mend().call()).contains("touch /etc/machine-id");
    assertThat(only("activation-fails").subject()).isEqualTo("/var/lib/nixos/uid-map");
    assertThat(system.chain().forecast()).isEqualTo(new Forecast.Boots());
  }

  @Test
  void whatIsInAContainerIsWaitedForByTheContainersName() {
    system.inLuks().openAs = "cellar";
    system.early.clear();
    system.early.add(TestSystem.entry("/dev/disk/by-uuid/" + TestSystem.ROOT, "/", "ext4"));
    assertThat(system.findings()).isEmpty();

    system.screen = "Timed out waiting for device /dev/disk/by-uuid/" + TestSystem.ROOT + ".";
    assertThat(only("luks-timeout").certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(only("luks-timeout").mend())
        .isEqualTo(new Mend.SetOption("fileSystems.\"/\".device", "\"/dev/mapper/cellar\""));
    system.screen = "Timed out waiting for device /dev/disk/by-uuid/7777-beef.";
    assertThat(only("luks-timeout").certainty()).isEqualTo(Certainty.POSSIBLE);
    system.stage1 = Stage1.SCRIPTED;
    assertThat(system.findings("luks-timeout")).isEmpty();
  }
}
