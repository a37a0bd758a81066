package dev.thaw.boot.initrd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.FstabEntry;
import dev.thaw.nixos.Stage1;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Reads initrds as NixOS really lays them out. */
class NixosInitrdTest {

  private static final List<Function<Packed, byte[]>> PACKERS =
      List.of(Packed::zstd, Packed::gzip, Packed::xz);

  /** With microcode in front and secrets behind, as the boot loader hands them over. */
  private static Initrd read(byte[] bytes) {
    byte[] microcode =
        new Packed().file("kernel/x86/microcode/GenuineIntel.bin", "m".repeat(3000)).plain();
    byte[] secrets = new Packed().file(".initrd-secrets/etc/secrets/key", "s").gzip();
    Initrd initrd = Initrd.read(Packed.joined(microcode, bytes, new byte[8], secrets));
    assertThat(initrd.trouble()).isEmpty();
    return initrd;
  }

  @Test
  void systemdsMountsAreWhereItsEnvironmentSays() {
    for (var pack : PACKERS) {
      Initrd initrd = read(pack.apply(NixosInitrds.systemd2511()));

      assertThat(initrd.stage1()).isEqualTo(Stage1.SYSTEMD);
      assertThat(initrd.forced()).containsExactly("zfs", "vfio_pci", "vfio_iommu");
      assertThat(initrd.mounts())
          .extracting(FstabEntry::spec, FstabEntry::file)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("rpool/root", "/"),
              org.assertj.core.groups.Tuple.tuple("rpool/my nix", "/nix"));
      assertThat(initrd.has("nvme")).isTrue();
    }
  }

  @Test
  void theEnvironmentIsReadAsSystemdQuotesIt() {
    Initrd initrd = read(NixosInitrds.systemd2605().zstd());

    assertThat(initrd.mounts()).extracting(FstabEntry::file).containsExactly("/", "/nix");
    assertThat(initrd.mounts().getLast().spec()).isEqualTo("/dev/disk/by-uuid/9a1b");
  }

  @Test
  void aDropInCountsAfterTheFileAndAnEmptyWordTakesBackWhatCameBefore() {
    var archive =
        NixosInitrds.systemd2511()
            .file("etc/systemd/system.conf.d/10-none.conf", "[Manager]\nManagerEnvironment=\n")
            .file(
                "etc/systemd/system.conf.d/20-own.conf",
                "[Manager]\nManagerEnvironment=SYSTEMD_SYSROOT_FSTAB=/own\n")
            .file("etc/systemd/system.conf.d/20-own.txt", "[Manager]\nManagerEnvironment=X=1\n")
            .file("own", "/dev/sda1 / ext4 defaults 0 0\n");

    assertThat(read(archive.zstd()).mounts())
        .singleElement()
        .extracting(FstabEntry::spec)
        .isEqualTo("/dev/sda1");
  }

  @Test
  void theUnitDecidesOnForceAndNotTheScript() {
    assertThat(read(NixosInitrds.systemd2511().zstd()).forces("rpool")).contains(true);

    Initrd initrd = read(NixosInitrds.systemd2605().zstd());

    assertThat(initrd.forces("rpool")).contains(false);
    assertThat(initrd.forces("data-2")).contains(true);
    assertThat(initrd.forces("another")).isEmpty();
  }

  @Test
  void aUnitsDropInCountsLast() {
    var archive =
        NixosInitrds.systemd2605()
            .file(
                "nix/store/v-initrd-units/zfs-import-rpool.service.d/overrides.conf",
                "[Service]\nEnvironment=\"ZFS_FORCE=-f\"\n");

    assertThat(read(archive.zstd()).forces("rpool")).contains(true);
  }

  @Test
  void theScriptSaysOnForceBeforeItsCase() {
    assertThat(read(NixosInitrds.scripted(true).gzip()).forces("rpool")).contains(true);
    assertThat(read(NixosInitrds.scripted(false).gzip()).forces("rpool")).contains(false);
    assertThat(read(NixosInitrds.scripted(false).zstd()).stage1()).isEqualTo(Stage1.SCRIPTED);
    assertThat(read(NixosInitrds.scripted(false).xz()).forced()).containsExactly("zfs", "vfio_pci");
  }

  @Test
  void whatIsBuiltInIsReadFromItsIndex() {
    for (Packed archive : List.of(NixosInitrds.systemd2605(), NixosInitrds.scripted(true))) {
      Initrd initrd = read(archive.zstd());

      assertThat(NixosInitrds.BUILT_IN).allMatch(initrd::has);
      assertThat(initrd.has("zfs")).isTrue();
      assertThat(List.of("sd_", "e", "ext", "mod")).noneMatch(initrd::has);
    }
  }

  @Test
  void anIndexThatIsDamagedOrLeadsBackToItselfEnds() {
    byte[] whole = BuiltinIndex.of(NixosInitrds.BUILT_IN);
    assertThat(ModuleIndex.words(whole)).containsExactlyInAnyOrderElementsOf(NixosInitrds.BUILT_IN);
    var random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int j = 0; j < 3 && damaged.length > 0; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      assertThat(ModuleIndex.words(damaged).size()).isLessThan(damaged.length + 1);
    }
    byte[] loop = Arrays.copyOf(whole, 12 + 6);
    ByteBuffer.wrap(loop).putInt(8, 0x2000000C).put(12, (byte) 'a').put(13, (byte) 'a');
    ByteBuffer.wrap(loop).putInt(14, 0x6000000C);
    assertThat(ModuleIndex.words(loop)).isEmpty();
  }
}
