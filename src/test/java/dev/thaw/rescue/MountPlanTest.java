package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.boot.TestSystem;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Mount;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Force;
import dev.thaw.storage.Pool;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountPlanTest {

  private static final String ESP = "/dev/disk/by-uuid/4A5C-11D2";

  private static final List<Mount> ARTICLE =
      List.of(
          Installed.found("nvmepool/home", "/home", "zfs"),
          Installed.found("nvmepool/root", "/", "zfs", "x-initrd.mount"),
          Installed.found(ESP, "/boot", "vfat", "fmask=0022", "nofail"),
          Installed.found("nvmepool/nix", "/nix", "zfs", "zfsutil", "x-initrd.mount"),
          Installed.found("/dev/sda9", "none", "swap"));

  @Test
  void importsThenMountsTheRootFirstAndTheRestShortestPathFirst() {
    Plan plan = plan(ARTICLE, state(), pool(false, "", new Force.Needed("last used by atlas")));

    assertThat(lines(plan))
        .containsExactly(
            "zpool import -f -N -R /mnt nvmepool",
            "mount -t zfs -- nvmepool/root /mnt",
            "mount -t zfs -o zfsutil -- nvmepool/nix /mnt/nix",
            "mount -t zfs -- nvmepool/home /mnt/home",
            "mount -t vfat -o fmask=0022 -- UUID=4A5C-11D2 /mnt/boot");
    assertThat(plan.steps().getFirst().purpose()).contains("by force: last used by atlas");
    assertThat(plan.steps()).allSatisfy(step -> assertThat(step.undo()).isNotEmpty());
  }

  @Test
  void leavesOutWhatIsMountedAndImportedAlready() {
    State state =
        state(
            new LiveMount("/mnt", "nvmepool/root", "zfs", List.of("rw")),
            new LiveMount("/mnt/nix", "nvmepool/nix", "zfs", List.of("rw")));

    Plan plan = plan(ARTICLE, state, pool(true, "/mnt", new Force.NotNeeded()));

    assertThat(lines(plan))
        .containsExactly(
            "mount -t zfs -- nvmepool/home /mnt/home",
            "mount -t vfat -o fmask=0022 -- UUID=4A5C-11D2 /mnt/boot");
  }

  @Test
  void refusesWithoutTheRootAndSaysWhatIsMissing() {
    List<Mount> mounts = List.of(Installed.missing("/dev/disk/by-uuid/x", "/", "ext4"));

    assertThatThrownBy(() -> plan(mounts, state()))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("/ (/dev/disk/by-uuid/x) is not there");
  }

  @Test
  void saysWhetherItMattersThatSomethingIsMissing() {
    List<Mount> mounts =
        List.of(
            Installed.found("/dev/disk/by-uuid/x", "/", "ext4"),
            Installed.missing(ESP, "/boot", "vfat"),
            Installed.missing("/dev/disk/by-label/media", "/media", "ext4", "nofail"),
            Installed.found("nas:/export", "/nas", "nfs"));

    Plan plan = plan(mounts, state());

    assertThat(lines(plan)).containsExactly("mount -t ext4 -- UUID=x /mnt");
    assertThat(plan.remarks())
        .anySatisfy(r -> assertThat(r).contains("/boot").contains("a rebuild can't write"))
        .anySatisfy(r -> assertThat(r).contains("/media").contains("boot goes on without it"))
        .anySatisfy(r -> assertThat(r).contains("/nas").contains("another computer"));
  }

  @Test
  void saysThatWhatIsMissingMayBeInALockedContainer() {
    var device = new TestSystem();
    device.fsType = "crypto_LUKS";
    List<BlockDevice> disks = device.evidence().surroundings().disks();
    Mount gone = Installed.missing("/dev/disk/by-uuid/y", "/home", "ext4");
    Mount root = Installed.found("/dev/disk/by-uuid/x", "/", "ext4");

    assertThat(plan(List.of(root, gone), disks, state()).remarks())
        .singleElement()
        .asString()
        .endsWith("It may be in what is locked: unlock() first opens /dev/sda2.");
    assertThatThrownBy(() ->
            plan(List.of(Installed.missing("/dev/disk/by-uuid/x", "/", "ext4")), disks, state()))
        .isInstanceOfSatisfying(
            Trouble.Refused.class,
            trouble -> assertThat(trouble.next()).endsWith("unlock() first opens /dev/sda2."));
  }

  @Test
  void mountsARootInMemoryMakesTheMountPointsInsideItAndBindsLast() {
    List<Mount> mounts =
        List.of(
            new Mount(
                Installed.found("tmpfs", "/", "tmpfs", "size=2G").entry(),
                Mount.State.NO_DEVICE,
                "",
                ""),
            Installed.found("/dev/disk/by-uuid/x", "/nix", "ext4"),
            Installed.found("/nix/persist/etc", "/etc", "none", "bind"));

    assertThat(lines(plan(mounts, state())))
        .containsExactly(
            "mount -t tmpfs -o size=2G -- tmpfs /mnt",
            "mkdir -p -- /mnt/nix",
            "mount -t ext4 -- UUID=x /mnt/nix",
            "mkdir -p -- /mnt/etc",
            "mount --bind /mnt/nix/persist/etc /mnt/etc");
  }

  @Test
  void keepsABtrfsSubvolumeAndUsesTheDeviceThatWasFound() {
    List<Mount> mounts =
        List.of(
            Installed.found("/dev/mapper/cryptroot", "/", "btrfs", "subvol=@", "compress=zstd"));

    assertThat(lines(plan(mounts, state())))
        .containsExactly("mount -t btrfs -o subvol=@,compress=zstd -- /dev/found /mnt");
  }

  @Test
  void neverImportsAPoolThatAnotherSystemUses() {
    assertThatThrownBy(() ->
            plan(ARTICLE, state(), pool(false, "", new Force.Forbidden("it is in use", "Wait."))))
        .isInstanceOf(Trouble.Refused.class)
        .hasMessageContaining("must not be imported");
  }

  private static Plan plan(List<Mount> mounts, State state, Pool... pools) {
    return plan(mounts, List.of(), state, pools);
  }

  private static Plan plan(
      List<Mount> mounts, List<BlockDevice> disks, State state, Pool... pools) {
    return MountPlan.of(Installed.with(mounts), state, List.of(pools), disks);
  }

  private static List<String> lines(Plan plan) {
    return plan.steps().stream().map(Step::line).toList();
  }

  private static State state(LiveMount... mounts) {
    return new State(
        "/mnt", List.of(mounts), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static Pool pool(boolean imported, String altroot, Force force) {
    return PoolImportTest.pool("nvmepool", "1234", imported, altroot, force);
  }
}
