package dev.thaw.boot.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Finding;
import dev.thaw.boot.LinkVerdict;
import dev.thaw.boot.Mend;
import dev.thaw.boot.TestSystem;
import dev.thaw.boot.remembered.LoadOption;
import dev.thaw.nixos.loader.BootLoader;
import dev.thaw.nixos.loader.Grub;
import dev.thaw.nixos.loader.Limine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failure says depends on the boot loader that starts the installation. */
class AskedLoaderTest {

  private final TestSystem system = new TestSystem();

  private Finding only(String failure) {
    assertThat(system.findings(failure)).hasSize(1);
    return system.findings(failure).getFirst();
  }

  private void startedBy(BootLoader loader) {
    system.other = loader;
    system.grub.add(TestSystem.system(57));
  }

  @Test
  void theLimitIsCalledAsItsOwnOptionIs() {
    system.free = 1;
    assertThat(only("boot-partition-full").why()).contains("A small configurationLimit of");

    startedBy(new Limine());
    assertThat(only("boot-partition-full").why()).contains("A small maxGenerations of");
  }

  @Test
  void onlySystemdBootLeavesOutWhatHasNoKernel() {
    system.files.remove("/EFI/nixos/k57");
    assertThat(only("boot-copy-missing").evidence().toString())
        .contains("systemd-boot does not even show");

    startedBy(new Grub());
    assertThat(only("grub-file-not-found").evidence().toString())
        .contains("/EFI/nixos/k57 is not there")
        .doesNotContain("systemd-boot");
  }

  @Test
  void aFileThatIsMissingIsCalledAsTheLoaderShowsIt() {
    system.files.remove("/EFI/nixos/i57");

    startedBy(new Grub());
    assertThat(system.findings().getFirst().id()).isEqualTo("grub-file-not-found");
    startedBy(new Limine());
    assertThat(system.findings().getFirst().id()).isEqualTo("limine-file-missing");
  }

  @Test
  void anotherLoadersOptionDoesNotDecideWhatStarts() {
    system.current = 58;
    system.menu.add(58);
    system.files.put("/EFI/nixos/k58", 5L);
    system.files.put("/EFI/nixos/i58", 7L);
    system.configuration = "{ boot.loader.grub.default = 1; }";

    assertThat(only("menu-default-overridden").mend()).isEqualTo(new Mend.Rollback(58));
  }

  @Test
  void theFirmwareStartsTheProgramOfTheLoaderThatIsThere() {
    system.files.remove("/EFI/BOOT/BOOTX64.EFI");
    system.files.put("/EFI/NixOS-boot/grubx64.efi", 90L);
    assertThat(system.chain().links().getFirst().verdict()).isEqualTo(LinkVerdict.BROKEN);
    assertThat(only("loader-missing").evidence().toString()).contains("/dev/sda1");

    startedBy(new Grub());
    system.starts(new LoadOption(2, true, "NixOS", "guid-sda1", "/EFI/NixOS-boot/grubx64.efi"));
    assertThat(system.chain().links().getFirst().verdict()).isEqualTo(LinkVerdict.GOOD);
    assertThat(system.chain().links().getFirst().seen())
        .isEqualTo("/dev/sda1 holds /EFI/NixOS-boot/grubx64.efi.");
  }

  private void hash(String file) {
    system.checks.add(
        new BootCheck.Check(BootCheck.Part.HASH, "x has the hash", false, "another", "y", file));
  }

  @Test
  void anEntryWithAnotherHashIsCalledAsItsLoaderShowsIt() {
    hash("/boot/EFI/Linux/nixos-generation-57-x.efi");
    Finding refused = only("secure-boot-refuses");
    assertThat(refused.certainty()).isEqualTo(Certainty.LIKELY);
    assertThat(refused.mend())
        .isEqualTo(new Mend.RemoveFiles(List.of("/boot/EFI/Linux/nixos-generation-57-x.efi")));
    system.screen = "Kernel hash does not match!";
    assertThat(only("secure-boot-refuses").certainty()).isEqualTo(Certainty.SURE);

    system.screen = "";
    system.checks.clear();
    hash("");
    assertThat(only("limine-file-missing").mend()).isEqualTo(new Mend.Rebuild());
    // A copy that is damaged has another hash, too: that is what is to be said.
    system.files.put("/EFI/nixos/k57", 1L);
    assertThat(system.findings("limine-file-missing")).isEmpty();
  }
}
