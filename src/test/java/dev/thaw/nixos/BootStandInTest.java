package dev.thaw.nixos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.nixos.loader.BootTree;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.TestMenus;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in for a boot partition that is gone. */
class BootStandInTest {

  @Test
  void theOnlyOneIsAGuess() {
    Mount placed = place(List.of(), "/EFI/BOOT/BOOTX64.EFI", "/efi/systemd/x.efi", "/loader/a");

    assertThat(placed.state()).isEqualTo(Mount.State.ELSEWHERE);
    assertThat(placed.device()).isEqualTo("/dev/sda1");
    assertThat(placed.guessed()).isTrue();
  }

  @Test
  void anotherSystemsIsNoneOfOurs() {
    assertThat(
            place(List.of(), "/EFI/Microsoft/Boot/bootmgfw.efi", "/EFI/BOOT/BOOTX64.EFI").state())
        .isEqualTo(Mount.State.MISSING);
    assertThat(place(List.of(), "/EFI/debian/grubx64.efi").state()).isEqualTo(Mount.State.MISSING);
    assertThat(place(List.of("/nix/store/x"), "/EFI/BOOT/BOOTX64.EFI").state())
        .isEqualTo(Mount.State.MISSING);
  }

  private static Mount place(List<String> systems, String... files) {
    var sizes = new LinkedHashMap<String, Long>();
    List.of(files).forEach(file -> sizes.put(file, 1L));
    var tree =
        new BootTree(
            1000,
            500,
            sizes,
            systems.isEmpty() ? List.of() : List.of(TestMenus.starting(new Grub(), systems)));
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
