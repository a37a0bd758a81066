package dev.thaw.boot.initrd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InitrdTest {

  static final String SCRIPT =
      """
      #! /nix/store/x-extra-utils/bin/ash
      echo /nix/store/x/bin/modprobe > /proc/sys/kernel/modprobe
      for i in dm_mod vfio-pci vfio; do
          info "loading module $(basename $i)..."
          modprobe $i
      done
      echo -n "$passphrase" | cryptsetup luksOpen /dev/disk/by-uuid/9 cellar --key-file=-
      cryptsetup luksOpen /dev/disk/by-uuid/9 cellar --key-file=/key
      ZFS_FORCE="-f"
      for o in $(cat /proc/cmdline); do
        case $o in
          zfs_force|zfs_force=1)
            ZFS_FORCE="-f"
            ;;
        esac
      done
      echo -n "importing root ZFS pool \\"rpool\\"..."
      exec 3< /nix/store/fff-initrd-fsinfo
      """;

  static Packed scripted() {
    return new Packed()
        .link("init", "/nix/store/sss-stage-1-init.sh")
        .file("nix/store/sss-stage-1-init.sh", SCRIPT)
        .file("nix/store/fff-initrd-fsinfo", "/\n/dev/disk/by-uuid/1\next4\ndefaults,noatime\n")
        .link("lib", "/nix/store/mmm-modules/lib")
        .file("nix/store/mmm-modules/lib/modules/6.12/kernel/nvme.ko.xz", "x")
        .file("nix/store/mmm-modules/lib/modules/6.12/kernel/vfio-pci.ko", "y")
        .file("nix/store/mmm-modules/lib/modules/6.12/modules.builtin", "kernel/fs/ext4.ko\n");
  }

  static Packed systemd() {
    return new Packed()
        .link("init", "/nix/store/ddd-systemd/lib/systemd/systemd")
        .file("etc/initrd-release", "ID=nixos\n")
        .link("etc/modules-load.d/nixos.conf", "/nix/store/ccc-nixos.conf")
        .file("nix/store/ccc-nixos.conf", "# modules\nvfio-pci\n\nzfs\n")
        .link("etc/fstab", "../nix/store/bbb-initrd-fstab")
        .file(
            "nix/store/bbb-initrd-fstab",
            "rpool/root /sysroot zfs x-initrd.mount,zfsutil 0 0\n"
                + "rpool/nix /sysroot/nix zfs x-initrd.mount 0 0\n")
        .file("etc/crypttab", "# names\nvault UUID=9 - luks,discard\nshort\n")
        .file(
            "etc/systemd/system/zfs-import-rpool.service",
            "[Service]\nEnvironment=\"ZFS_FORCE=\"\n");
  }

  private static byte[] microcode() {
    return new Packed().file("kernel/x86/microcode/AuthenticAMD.bin", "m".repeat(3000)).plain();
  }

  private static void assertScripted(Initrd initrd) {
    assertThat(initrd.trouble()).isEmpty();
    assertThat(initrd.stage1()).isEqualTo(Stage1.SCRIPTED);
    assertThat(initrd.forced()).containsExactly("dm_mod", "vfio_pci", "vfio");
    assertThat(initrd.has("nvme")).isTrue();
    assertThat(initrd.has("vfio-pci")).isTrue();
    assertThat(initrd.has("ext4")).isTrue();
    assertThat(initrd.has("ahci")).isFalse();
    assertThat(initrd.forces("rpool")).contains(true);
    assertThat(initrd.openings()).containsExactly(new Opening("cellar", "/dev/disk/by-uuid/9"));
    assertThat(initrd.mounts())
        .singleElement()
        .extracting(FstabEntry::spec, FstabEntry::file, FstabEntry::type)
        .containsExactly("/dev/disk/by-uuid/1", "/", "ext4");
  }

  @Test
  void readsAScriptedStage1HoweverItIsPacked() {
    var packed =
        Map.of(
            "plain", scripted().plain(),
            "gzip", scripted().gzip(),
            "zstd", scripted().zstd(),
            "xz", scripted().xz(),
            "lz4", scripted().lz4());
    packed.forEach((how, bytes) -> {
      assertScripted(Initrd.read(bytes));
      assertScripted(Initrd.read(Packed.joined(microcode(), bytes)));
      byte[] secrets = new Packed().file("etc/secret", "s").gzip();
      assertScripted(Initrd.read(Packed.joined(microcode(), bytes, new byte[8], secrets)));
    });
  }

  @Test
  void readsSystemdsStage1() {
    Initrd initrd = Initrd.read(systemd().zstd());

    assertThat(initrd.trouble()).isEmpty();
    assertThat(initrd.stage1()).isEqualTo(Stage1.SYSTEMD);
    assertThat(initrd.forced()).containsExactly("vfio_pci", "zfs");
    assertThat(initrd.forces("rpool")).contains(false);
    assertThat(initrd.openings()).containsExactly(new Opening("vault", "UUID=9"));
    assertThat(initrd.mounts()).extracting(FstabEntry::file).containsExactly("/", "/nix");
  }

  @Test
  void aFileWithTwoNamesHasItsContentsUnderBoth() {
    byte[] bytes =
        new Packed()
            .names("vfio\n", "etc/modules-load.d/nixos.conf", "other")
            .file("etc/initrd-release", "ID=nixos\n")
            .zstd();

    assertThat(Initrd.read(bytes).forced()).containsExactly("vfio");
  }

  @Test
  void whatIsCutOffIsReadAsFarAsItGoes() {
    byte[] plain = scripted().plain();

    Initrd initrd = Initrd.read(Arrays.copyOf(plain, plain.length / 2));

    assertThat(initrd.trouble()).contains("cut off");
    assertThat(initrd.forced()).contains("vfio_pci");
  }

  @Test
  void everyCutAndRandomDamageIsATroubleAndNoException() {
    var random = new Random(7);
    for (byte[] whole :
        new byte[][] {scripted().gzip(), scripted().zstd(), scripted().xz(), scripted().lz4()}) {
      for (int i = 0; i < 200; i++) {
        byte[] damaged = whole.clone();
        for (int j = 0; j < 3; j++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Initrd.read(Arrays.copyOf(damaged, random.nextInt(damaged.length)));
      }
      assertThat(Initrd.read(Arrays.copyOf(whole, whole.length / 3)).trouble()).isNotEmpty();
    }
  }

  @Test
  void whatUnpacksWithoutEndIsGivenUp() {
    var zeros = new Bounded(new ByteArrayInputStream(new byte[100]), 60);

    assertThatThrownBy(() -> Cpio.read(zeros, false, null)).hasMessageContaining("unpacks to more");
  }

  @Test
  void strangeThingsAreNoInitrd() {
    assertThat(Initrd.read(new byte[0]).stage1()).isEqualTo(Stage1.UNKNOWN);
    assertThat(Initrd.read("iiiiiiiiiiii".getBytes(StandardCharsets.UTF_8)).trouble())
        .contains("not known");
    byte[] loop = new Packed().link("init", "init").link("a", "../../../../init").plain();
    assertThat(Initrd.read(loop).forced()).isEmpty();
  }
}
