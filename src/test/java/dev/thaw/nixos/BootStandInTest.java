package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in for a boot partition that is gone. */
class BootStandInTest {

  @Test
  void theOnlyOneIsAGuess() {
    Mount placed = place(Map.of(), "/EFI/BOOT/BOOTX64.EFI", "/efi/systemd/x.efi", "/loader/a");

    assertThat(placed.state()).isEqualTo(Mount.State.ELSEWHERE);
    assertThat(placed.device()).isEqualTo("/dev/sda1");
    assertThat(placed.guessed()).isTrue();
  }

  @Test
  void anotherSystemsIsNoneOfOurs() {
    assertThat(place(Map.of(), "/EFI/Microsoft/Boot/bootmgfw.efi", "/EFI/BOOT/BOOTX64.EFI").state())
        .isEqualTo(Mount.State.MISSING);
    assertThat(place(Map.of(), "/EFI/debian/grubx64.efi").state()).isEqualTo(Mount.State.MISSING);
    assertThat(place(Map.of("grub", List.of("/nix/store/x")), "/EFI/BOOT/BOOTX64.EFI").state())
        .isEqualTo(Mount.State.MISSING);
  }

  private static Mount place(Map<String, List<String>> inits, String... files) {
    var sizes = new LinkedHashMap<String, Long>();
    List.of(files).forEach(file -> sizes.put(file, 1L));
    var tree = new BootTree(1000, 500, sizes, Optional.empty(), List.of(), inits);
    var candidate =
        new BootJudge.Candidate(
            Fields.pairs(
                "KNAME=\"/dev/sda1\" FSTYPE=\"vfat\" UUID=\"B\" PARTTYPE=\"%s\""
                    .formatted(BootPartition.ESP)),
            tree,
            "");
    FstabEntry entry = Fstab.parse("UUID=A /boot vfat").entries().getFirst();
    List<Mount> mounts = List.of(new Mount(entry, Mount.State.MISSING, "", "it is gone"));
    return BootStandIn.place(mounts, List.of(candidate), List.of()).getFirst();
  }
}
