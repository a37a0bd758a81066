package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.machine.LocalMachine;
import dev.thaw.nixos.BootPartition;
import dev.thaw.nixos.BootTree;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootCheckTest {

  @TempDir Path root;

  @BeforeEach
  void putTheKernelInTheStoreAndOnTheBootPartition() throws IOException {
    Files.createDirectories(root.resolve("nix/store"));
    Files.createDirectories(root.resolve("boot/EFI/nixos"));
    Files.writeString(root.resolve("nix/store/k"), "hello");
    Files.writeString(root.resolve("boot/EFI/nixos/k.efi"), "hello");
  }

  @Test
  void holdsWhenTheDefaultLeadsThereAndTheFilesAreTheStores() {
    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.holds()).as(check.toString()).isTrue();
    assertThat(check.toString()).contains("ok   the initrd on the boot partition is the store's");
  }

  @Test
  void saysThatTheProfileMovedAndTheBootLoaderDidNot() {
    BootCheck check =
        check(
            Installed.generation(58, true, false, true),
            Installed.generation(57, false, true, true));

    assertThat(check.holds()).isFalse();
    assertThat(check.toString())
        .contains("NOT  the boot menu's default leads to it: the default is still generation 57");
    assertThat(check.checks())
        .filteredOn(c -> !c.holds())
        .first()
        .satisfies(c -> assertThat(c.next()).contains("the boot loader did not"));
  }

  @Test
  void seesASingleByteThatDiffersAlthoughTheSizesAreEqual() throws IOException {
    Files.writeString(root.resolve("boot/EFI/nixos/k.efi"), "hellO");

    BootCheck check = check(Installed.generation(58, true, true, true));

    assertThat(check.toString()).contains("NOT  the kernel").contains("differs from /nix/store/k");
  }

  @Test
  void seesAGenerationWhoseFilesAreGone() {
    assertThat(check(Installed.generation(58, true, true, false)).toString())
        .contains("NOT  generation 58 is complete in the store");
  }

  private BootCheck check(Generation... generations) {
    Installation plain = Installed.with(List.of(), generations);
    var boot =
        new BootPartition(
            "/dev/x", "3C1A", "BOOT", "vfat", "", 1, "/boot", BootTree.EMPTY, List.of(), true);
    var installation =
        new Installation(
            plain.hostName(),
            plain.nixosVersion(),
            plain.toplevel(),
            plain.store(),
            plain.root(),
            plain.mountedAt(),
            plain.mounts(),
            plain.generations(),
            List.of(boot),
            plain.bareBoot(),
            plain.hostId(),
            plain.configuration(),
            true,
            true);
    return BootCheck.of(new LocalMachine(null), installation, root.toString());
  }
}
