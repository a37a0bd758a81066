package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.thaw.boot.FailurePage;
import dev.thaw.machine.Scripts;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
          cp: error writing '/boot/EFI/nixos/x.tmp': No space left on device | boot partition is full
          warning: error: unable to download 'https://cache.nixos.org/nix-cache-info': Could not resolve host: cache.nixos.org (6) | network
          error: syntax error, unexpected '}', expecting ';' | error in its text
          error: The option `boot.initrd.kernelModule' does not exist. Definition values: | does not know
          error: file 'nixos-config' was not found in the Nix search path (add it using $NIX_PATH or -I) | not where nix looks
          error: Path 'hosts/atlas.nix' in the repository "/etc/nixos" is not tracked by Git. | only what git knows
          error: getting status of '/nix/store/vlks3d7fr5ywc923pvqacx2bkzm1782j-source/foo.nix': No such file or directory | only what git knows
          error: access to absolute path '/etc/nixos/secrets.nix' is forbidden in pure evaluation mode (use '--impure' to override) | pure evaluation
          error: cannot look up '<nixpkgs>' in pure evaluation mode (use '--impure' to override) | pure evaluation
          error: unable to load seccomp BPF program: Invalid argument | sandbox
          error: cannot pivot old root directory onto '/nix/store/x.drv.chroot/real-root': Invalid argument | sandbox
          error: executing SQLite statement 'pragma synchronous = normal': database disk image is malformed, database disk image is malformed (in '/nix/var/nix/db/db.sqlite') | database of the store is damaged
          error: executing SQLite statement 'pragma synchronous = normal': disk I/O error, disk I/O error (in '/nix/var/nix/db/db.sqlite') | database of the store is damaged
          error: executing SQLite query 'select x': database disk image is malformed (in '/root/.cache/nix/binary-cache-v6.sqlite') | cache of nix is damaged
          error: SQLite database '/nix/var/nix/db/db.sqlite' is busy | Another nix
          error: database is locked | Another nix
          RuntimeError: bootctl update failed: io.systemd.BootControl.NoESPFound | no systemd-boot
          Exception: Could not find any previously installed systemd-boot. If you are switching to systemd-boot from a different bootloader, you need to run `nixos-rebuild switch --install-bootloader` | no systemd-boot
          OSError: [Errno 28] No space left on device: '/nix/store/x-linux/bzImage' -> '/boot/EFI/nixos/x.tmp' | boot partition is full
          cannot copy /nix/store/x-linux/bzImage to /boot/kernels/x-linux.tmp: No space left on device | boot partition is full
          Failed to install generation.: Failed to install the initrd.: Failed to copy from "/tmp/.tmpk/iw" to the temporary file "/boot/EFI/nixos/initrd-6.9.8-x..tmp": No space left on device (os error 28) | boot partition is full
          OSError: [Errno 30] Read-only file system: '/boot/loader/loader.conf' | can't be written to
          Failed to create EFI Boot variable entry: No space left on device | firmware has no room
          grub-install: warning: efivarfs_set_variable: writing to fd 6 failed: No space left on device. | firmware has no room
          error: committing transaction: database or disk is full (in '/nix/var/nix/db/db.sqlite') | A disk is full
          error: Package ‘electron-27.3.11’ in /nix/store/x-source/pkgs/e.nix:12 is marked as insecure, refusing to evaluate. | refuses
          error: path '/nix/store/x-foo' is required, but there is no substituter that can build it | network
          error: some substitutes for the outputs of derivation '/nix/store/x.drv' failed (usually happens due to networking issues); try '--fallback' to build derivation from source | network
          /nix/store/x-bash/bin/bash: line 8: exec: nixos-rebuild: not found | no tool to rebuild
          bash: line 1: nixos-rebuild: command not found | no tool to rebuild
          FileNotFoundError: [Errno 2] No such file or directory: PosixPath('/nix/store/x-nixos-system/bin/switch-to-configuration') | no tool to rebuild
          failed to create initrd secrets: No such file or directory | secret is missing
          File system "/dev/md127" is not located on a partitioned block device. | does not take this boot partition
          """)
  void isToldFromWhatTheToolsPrint(String printed, String meaning) {
    assertThat(KnownFailure.in("building...\n" + printed + "\nmore"))
        .hasValueSatisfying(failure -> {
          assertThat(failure.meaning()).contains(meaning);
          assertThat(failure.next()).isNotBlank();
        });
  }

  @Test
  void eachHasAPage() {
    assertThat(KnownFailures.ALL)
        .allSatisfy(
            failure -> assertThat(FailurePage.of(failure.id())).as(failure.id()).isPresent());
  }

  /** Each block of the file: {@code === id what it is}, and what was printed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isToldFromWholeOutputs(String head, String printed) {
    String id = head.split(" ", 2)[0];
    assertThat(KnownFailure.in(printed).map(KnownFailure::id).orElse("-")).isEqualTo(id);
  }

  static Stream<Arguments> isToldFromWholeOutputs() {
    String all = Scripts.read(KnownFailureTest.class, "rebuilds.txt");
    return Stream.of(all.split("(?m)^=== "))
        .filter(block -> !block.isBlank())
        .map(block -> block.split("\n", 2))
        .map(block -> Arguments.of(block[0], block[1]));
  }

  @Test
  void ofALongOutputTheEndIsReadInBoundedTime() {
    String line = "'/nix/store/x-source/ systemd-boot\", line 1, No space: error: object file ";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(id(line.repeat(200_000) + "\nerror: experimental database is locked"))
                .isEqualTo("rebuild-database"));
  }

  @Test
  void theOneThatEndedItIsToldAndNotWhatWasOnlyWarnedOf() {
    assertThat(
            id(
                """
                warning: error: unable to download 'https://cache.nixos.org/nix-cache-info': Could not resolve host: cache.nixos.org (6); retrying in 328 ms
                warning: failed to create initrd secrets for "NixOS - Configuration 12", an older generation
                updating systemd-boot from 257.5 to 258
                Traceback (most recent call last):
                  File "/nix/store/x-systemd-boot", line 437, in <module>
                OSError: [Errno 28] No space left on device: '/nix/store/x/initrd' -> '/boot/EFI/nixos/x.tmp'
                Failed to install bootloader
                warning: error(s) occurred while switching to the new configuration
                """))
        .isEqualTo("rebuild-boot-full");
    assertThat(
            id(
                """
                error: unable to download 'https://cache.nixos.org/x.narinfo': HTTP error 502
                error:
                       … while calling the 'derivationStrict' builtin
                       error: access to absolute path '/home' is forbidden in pure evaluation mode (use '--impure' to override)
                """))
        .isEqualTo("rebuild-pure");
    assertThat(id("warning: unable to download 'x': Couldn't resolve host name (6)"))
        .isEqualTo("rebuild-offline");
  }

  @Test
  void isToldOfColouredAndBrokenLinesToo() {
    assertThat(
            id(
                "\033[31;1merror:\033[0m file '\033[35;1mnixpkgs/nixos\033[0m' was not found in"
                    + " the\n"
                    + "       Nix search path"))
        .isEqualTo("rebuild-no-channel");
    assertThat(id("\\x1b[31;1merror:\\x1b[0m file '\\x1b[35;1mnixos-config\\x1b[0m' was not found"))
        .isEqualTo("rebuild-no-config");
    assertThat(id("error: Path 'flake.nix' in the repository \"/x\" is not\n tracked by Git."))
        .isEqualTo("rebuild-not-tracked");
    assertThat(id("error: file ‘nixpkgs/nixos’ was not found in the Nix search path"))
        .isEqualTo("rebuild-no-channel");
    assertThat(
            id(
                "cp: error writing\n"
                    + "'/boot/x': No space left on device\n"
                    + "Failed to install bootloader"))
        .isEqualTo("rebuild-boot-full");
  }

  @Test
  void aFullStoreIsNotTakenForAFullBootPartition() {
    assertThat(id("error: writing to file: No space left on device"))
        .isEqualTo("rebuild-store-full");
    assertThat(id("error: creating directory '/nix/store/x-boot.json': No space left on device"))
        .isEqualTo("rebuild-store-full");
  }

  private static String id(String printed) {
    return KnownFailure.in(printed).orElseThrow().id();
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
