package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FstabTest {

  @Test
  void readsWhatNixosWrites() {
    Fstab fstab =
        Fstab.parse(
            """
            # This is a generated file.  Do not edit!

            # Filesystems.
            nvmepool/root / zfs x-initrd.mount 0 0
            /dev/disk/by-uuid/3C1A-7F02 /boot vfat fmask=0077,dmask=0077 0 2
            /persist/my\\040files /home/me/my\\040files none bind,x-gvfs-hide 0 0

            # Swap devices.
            /dev/disk/by-uuid/aa swap swap defaults
            /var/swap\\011file none swap
            """);

    assertThat(fstab.entries()).extracting(FstabEntry::line).containsExactly(4, 5, 6, 9, 10);
    FstabEntry boot = fstab.at("/boot").orElseThrow();
    assertThat(boot)
        .isEqualTo(
            new FstabEntry(
                5,
                "/dev/disk/by-uuid/3C1A-7F02",
                "/boot",
                "vfat",
                List.of("fmask=0077", "dmask=0077"),
                0,
                2));
    assertThat(boot.identifier()).isEqualTo("3C1A-7F02");
    assertThat(boot.option("fmask")).contains("0077");
    assertThat(fstab.at("/").orElseThrow().inInitrd()).isTrue();
    assertThat(fstab.at("/home/me/my files").orElseThrow().spec()).isEqualTo("/persist/my files");
    assertThat(fstab.entries().get(3).isSwap()).isTrue();
    assertThat(fstab.entries().get(4).spec()).isEqualTo("/var/swap\tfile");
    assertThat(fstab.entries().get(4).options()).containsExactly("defaults");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UUID=1-2 / ext4                     | UUID
          /dev/disk/by-uuid/1-2 / ext4        | UUID
          LABEL=a / ext4                      | LABEL
          /dev/disk/by-partlabel/d / ext4     | PARTLABEL
          PARTUUID=a / ext4                   | PARTUUID
          /dev/disk/by-id/nvme-x / ext4       | ID
          /dev/mapper/crypt / ext4            | MAPPER
          /dev/vg/root / ext4                 | DEVICE
          pool/a / zfs                        | DATASET
          tmpfs / tmpfs                       | NONE
          /a /b none rbind                    | BIND
          host:/x /y nfs4                     | NETWORK
          /swapfile none swap                 | FILE
          """)
  void theKindOfDeviceIsKnown(String line, DeviceKind kind) {
    assertThat(Fstab.parse(line).entries().getFirst().kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          UUID="1-2" / ext4                                    | 1-2
          LABEL="my\\040disk" /d ext4                          | my disk
          PARTLABEL='EFI' /boot vfat                           | EFI
          LABEL=a/b /d ext4                                    | a/b
          /dev/disk/by-partlabel/EFI\\x20system\\x20partition /boot vfat | EFI system partition
          /dev/disk/by-label/M\\xc3\\xbcll\\x2f1\\x2 /d ext4     | Müll/1\\x2
          /dev/disk/by-id/a\\x20b /d ext4                      | /dev/disk/by-id/a\\x20b
          """)
  void whatTheDeviceItselfHasIsReadFromQuotesAndLinks(String line, String identifier) {
    assertThat(Fstab.parse(line).entries().getFirst().identifier()).isEqualTo(identifier);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a /data ext4 defaults                  | false
          a /data ext4 rw,nofail                 | true
          a /boot vfat x-systemd.automount       | true
          a /data ext4 _netdev                   | true
          a / ext4 x-systemd.automount           | false
          a /data ext4 x-initrd.mount,_netdev    | false
          """)
  void theBootGoesOnWithoutWhatIsMountedLater(String line, boolean mayFail) {
    assertThat(Fstab.parse(line).entries().getFirst().mayFail()).isEqualTo(mayFail);
  }

  @Test
  void theLastOfTwoLinesForOnePlaceCounts() {
    assertThat(Fstab.parse("a / ext4\nb / ext4\n").at("/").orElseThrow().spec()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a\\134040b | a\\040b
          a\\        | a\\
          a\\04      | a\\04
          a\\999     | a\\999
          \\012      | '
          '
          """)
  void escapesAreResolvedOnceAndOnlyWhenWhole(String field, String expected) {
    assertThat(Fstab.unescape(field)).isEqualTo(expected);
  }

  @Test
  void noiseIsPassedOver() {
    assertThat(Fstab.parse("").entries()).isEmpty();
    assertThat(Fstab.parse("one two\n\t# three four five\n\0\n").entries()).isEmpty();
    assertThat(Fstab.parse("a b c d e f g h").entries().getFirst().pass()).isZero();
  }

  @Test
  void escapesInAnFstabAreBytes() {
    assertThat(Fstab.unescape("/mnt/caf\\303\\251\\040x\\134")).isEqualTo("/mnt/café x\\");
    assertThat(Fstab.unescape("/mnt/caf\u00e9\\040\\9")).isEqualTo("/mnt/café \\9");
  }
}
