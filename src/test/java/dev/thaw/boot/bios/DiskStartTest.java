package dev.thaw.boot.bios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.NeedsRoot;
import dev.thaw.OneAtATime;
import dev.thaw.boot.BootFormat;
import dev.thaw.boot.EvidenceCollector;
import dev.thaw.machine.InterceptorChain;
import dev.thaw.machine.LocalMachine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.nixos.Images;
import dev.thaw.practice.state.GrubSectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a BIOS starts of a disk. */
class DiskStartTest {

  private static final String SCRIPT =
      "search.fs_uuid 1111-aaaa root hd0,msdos1\nset prefix=($root)'/boot/grub'\n";

  @ParameterizedTest
  @ValueSource(longs = {1, 2048, 0x1_0000_0000L})
  void theCoreImageSaysWhereGrubsFolderIs(long at) {
    DiskStart start = DiskStart.of("sda", GrubSectors.disk(at, "/boot/grub", SCRIPT));

    assertThat(start.code()).isEqualTo(DiskStart.Code.GRUB);
    assertThat(start.core()).contains(new CoreImage("/boot/grub", SCRIPT));
    assertThat(start.core().map(GrubPlace::of))
        .contains(new GrubPlace(GrubPlace.Kind.UUID, "1111-aaaa", "/boot/grub"));
  }

  @Test
  void whatIsCutOffOrDamagedOrElsewhereIsNotRead() {
    byte[] whole = GrubSectors.disk(1, "(,gpt2)/grub", "");
    assertThat(DiskStart.of("sda", whole).core()).isPresent();

    byte[] cut = Arrays.copyOf(whole, whole.length - 600);
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 3900, 4100, (byte) 7);
    byte[] elsewhere = whole.clone();
    little(elsewhere).putLong(2 * 512 - 12, 99);
    for (byte[] bytes : List.of(cut, damaged, elsewhere)) {
      DiskStart start = DiskStart.of("sda", bytes);
      assertThat(start.code()).isEqualTo(DiskStart.Code.GRUB);
      assertThat(start.core()).isEmpty();
      assertThat(start.blank()).isFalse();
    }
    byte[] blank = whole.clone();
    Arrays.fill(blank, 512, blank.length, (byte) 0);
    assertThat(DiskStart.of("sda", blank).blank()).isTrue();
  }

  @Test
  void anothersCodeOrNoneIsNotGrubs() {
    byte[] none = new byte[512];
    assertThat(DiskStart.of("sda", none).code()).isEqualTo(DiskStart.Code.NONE);
    none[510] = 0x55;
    none[511] = (byte) 0xaa;
    assertThat(DiskStart.of("sda", none).code()).isEqualTo(DiskStart.Code.NONE);
    byte[] other = GrubSectors.code("Missing operating system", 1);
    assertThat(DiskStart.of("sda", other).code()).isEqualTo(DiskStart.Code.OTHER);
    // The text counts in the code only, not in the table behind it.
    byte[] behind = none.clone();
    System.arraycopy(
        "GRUB ".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, behind, 450, 5);
    assertThat(DiskStart.of("sda", behind).code()).isEqualTo(DiskStart.Code.NONE);
    assertThat(DiskStart.of("sda", new byte[0]).code()).isEqualTo(DiskStart.Code.NONE);
  }

  /** As Debian's own grub-install writes it, in the gap of an MBR and in a BIOS boot partition. */
  @NeedsRoot
  @ExtendWith(OneAtATime.class)
  static class RealGrubTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isReadAsGrubWritesIt(boolean gpt) throws IOException {
      try (var images = new Images(folder)) {
        Path boot = images.make("boot.img", 64, "mkfs.ext4", "-q");
        String filesystem = images.attach(boot);
        Path mount = Files.createDirectories(folder.resolve("mount"));
        Path disk = folder.resolve("disk.img");
        Images.run("truncate", "-s", "64M", disk.toString());
        if (gpt) {
          Images.run("sgdisk", "-n1:2048:4095", "-t1:ef02", "-n2:4096:0", disk.toString());
        } else {
          writeTable(disk);
        }
        String device = images.attach(disk);
        Images.run(
            "unshare",
            "-m",
            "--propagation",
            "private",
            "sh",
            "-euc",
            "mount \"$1\" \"$2\"; grub-install --target=i386-pc --boot-directory=\"$2/boot\" \"$3\" 2>&1;"
                + " umount \"$2\"",
            "install",
            filesystem,
            mount.toString(),
            device);
        String uuid =
            Images.run("blkid", "-c", "/dev/null", "-o", "value", "-s", "UUID", filesystem).strip();

        DiskStart start = look(device.substring("/dev/".length()));

        assertThat(start.code()).isEqualTo(DiskStart.Code.GRUB);
        assertThat(start.core().map(GrubPlace::of))
            .contains(new GrubPlace(GrubPlace.Kind.UUID, uuid, "/boot/grub"));
      }
    }

    /** Where grub-install can't be led to: what a core image with each kind of prefix has in it. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "(,msdos1)/boot/grub",
          "(lvmid/vO9CXM-6VUg-J0Mp-8Wkq-0EMc-gIm8-Gm1e0P/AbCdEf-6VUg-J0Mp-8Wkq-0EMc-gIm8-Gm1e0P)/grub",
          "(mduuid/0123456789abcdef0123456789abcdef)/boot/grub"
        })
    void isReadAsGrubMakesIt(String prefix) throws IOException {
      Path image = folder.resolve("core.img");
      Images.run(
          "grub-mkimage",
          "-O",
          "i386-pc",
          "-o",
          image.toString(),
          "-p",
          prefix,
          "biosdisk",
          "part_msdos",
          "ext2",
          "lvm",
          "mdraid1x");
      byte[] core = Files.readAllBytes(image);
      byte[] whole = Arrays.copyOf(core, (core.length + 511) / 512 * 512);

      assertThat(CoreImage.read(whole)).contains(new CoreImage(prefix, ""));
    }

    private static void writeTable(Path disk) throws IOException {
      byte[] first = new byte[512];
      ByteBuffer table = little(first);
      table.put(446 + 4, (byte) 0x83).putInt(446 + 8, 2048).putInt(446 + 12, 100_000);
      table.put(510, (byte) 0x55).put(511, (byte) 0xaa);
      try (var channel = Files.newByteChannel(disk, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(first));
      }
    }

    private static DiskStart look(String name) {
      String whole = Scripts.read(EvidenceCollector.class, "boot.sh");
      String script = whole.substring(0, whole.indexOf("open_store \"$1\""));
      var probe = new Probe("boot", script, "read first sectors", Duration.ofMinutes(1));
      var machine = new InterceptorChain(new LocalMachine(null), List.of());
      Probe.Section section = probe.run(machine).find(BootFormat.STARTS + name).orElseThrow();
      assertThat(section.ok()).isTrue();
      return DiskStart.of(name, section.out());
    }
  }

  @Test
  void aPlaceIsReadAsGrubNamesIt() {
    assertThat(place("(,gpt2)/boot/grub", "")).isEqualTo("partition 2 of the disk that is started");
    assertThat(place("(hd0,msdos1)/grub", "")).isEqualTo("partition 1 of the disk that is started");
    assertThat(place("(hd1,msdos1)/grub", "")).isEqualTo("(hd1,msdos1)/grub");
    assertThat(place("/boot/grub", "search --no-floppy\nsearch.fs_label nixos root\n"))
        .isEqualTo("the filesystem with the label nixos");
    assertThat(place("(lvmid/a-B/c-D)/grub", "")).isEqualTo("the LVM volume aBcD");
    // What opens a container is no search.
    assertThat(place("(,gpt2)/grub", "cryptomount -u 1234\n"))
        .isEqualTo("partition 2 of the disk that is started");
    assertThat(new GrubPlace(GrubPlace.Kind.UUID, "ffffffffffffffff", "").decimal())
        .isEqualTo("18446744073709551615");
  }

  private static String place(String prefix, String script) {
    return Optional.of(new CoreImage(prefix, script)).map(GrubPlace::of).orElseThrow().words();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
