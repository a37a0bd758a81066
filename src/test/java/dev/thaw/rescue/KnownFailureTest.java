package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          error: flake 'path:/etc/nixos' does not provide attribute 'packages.x86_64-linux.nixosConfigurations."nixos".config' | no host of that name
          error: repository path '/etc/nixos' is not owned by current user | belongs to another user
          fatal: detected dubious ownership in repository at '/etc/nixos' | belongs to another user
          error: file 'nixpkgs/nixos' was not found in the Nix search path (add it using $NIX_PATH or -I) | channel is missing
          Exception: could not find any previously installed systemd-boot, try passing --install-bootloader | no systemd-boot
          efiSysMountPoint = '/boot' is not a mounted partition. Is the path configured correctly? | not mounted
          error: Package ‘zfs-kernel-2.2.4-6.9’ in pkgs/os-specific/linux/zfs is marked as broken, refusing to evaluate | newer than this ZFS
          error: cloning builder process: Operation not permitted | sandbox
          error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': No such file or directory | daemon
          cp: error writing '/boot/EFI/nixos/x.tmp': No space left on device | disk is full
          warning: error: unable to download 'https://cache.nixos.org/nix-cache-info': Could not resolve host: cache.nixos.org (6) | network
          error: syntax error, unexpected '}', expecting ';' | error in its text
          error: The option `boot.initrd.kernelModule' does not exist. Definition values: | does not know
          """)
  void isToldFromWhatTheToolsPrint(String printed, String meaning) {
    assertThat(KnownFailure.in("building...\n" + printed + "\nmore"))
        .hasValueSatisfying(failure -> {
          assertThat(failure.meaning()).contains(meaning);
          assertThat(failure.next()).isNotBlank();
        });
  }

  @Test
  void aFullDiskIsToldHowToGetRoomWithoutLosingWhatBoots() {
    assertThat(KnownFailure.in("error: writing to file: No space left on device"))
        .hasValueSatisfying(failure ->
            assertThat(failure.next())
                .containsSubsequence(
                    "df -h",
                    "On the boot partition: rebuild()",
                    "--delete-generations N",
                    "nix-collect-garbage\")",
                    "rebuild()")
                .contains("neither the default nor", "without -d"));
  }

  @Test
  void isNotSeenInAnUnknownMessage() {
    assertThat(KnownFailure.in("error: something new")).isEmpty();
  }
}
