package dev.thaw.rescue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A way in which a rebuild is known to fail.
 *
 * @param sign what it prints
 * @param meaning what that means, a sentence
 * @param next what to do, a sentence
 */
record KnownFailure(Pattern sign, String meaning, String next) {

  /**
   * The first match is the one that is said, so the more particular stand before the more general.
   */
  private static final List<KnownFailure> ALL =
      List.of(
          known(
              "does not provide attribute .*nixosConfigurations",
              "The flake has no host of that name.",
              "See config() for its hosts, and name one: rebuild(flake=true, host=\"…\")."),
          known(
              "is not owned by current user|dubious ownership",
              "Git refuses the configuration's directory, because it belongs to another user.",
              "enter(\"git config --global --add safe.directory DIRECTORY\"), then rebuild()"
                  + " again."),
          known(
              "nixpkgs/nixos' was not found|file 'nixpkgs.*was not found in the Nix search path",
              "Root's channel is missing, so there is no nixpkgs to build from.",
              "enter(\"nix-channel --list\"); without one: nix-channel --add"
                  + " https://nixos.org/channels/nixos-RELEASE nixos, nix-channel --update."),
          known(
              "could not find any previously installed systemd-boot",
              "The boot partition holds no systemd-boot: it is the wrong one, or was emptied.",
              "Check bootPartition(); if it is the right one: rebuild(installBootloader=true)."),
          known(
              "is not a mounted partition",
              "The boot partition is not mounted where the configuration says it is.",
              "mountAll(), which mounts what is missing, then rebuild() again."),
          known(
              "marked as broken.*zfs-kernel|zfs-kernel.*marked as broken",
              "The configured kernel is newer than this ZFS supports.",
              "config().unset(\"boot.kernelPackages\"), so that the default kernel is used; then"
                  + " rebuild()."),
          known(
              "is marked as broken",
              "The configuration uses a package that is marked as broken.",
              "Take it out with edit(), or rollback(N) to a generation that was built before."),
          known(
              "cloning builder process: Operation not permitted|cannot pivot old root directory"
                  + "|unable to start build process.*not permitted",
              "Nix could not make its build sandbox in here.",
              "rebuild(sandbox=false)."),
          known(
              "cannot connect to socket .*daemon-socket",
              "Nix looks for a daemon, and none runs in here.",
              "enter() and run nixos-rebuild with NIX_REMOTE=local, or check that the store can be"
                  + " written to."),
          known(
              "No space left on device",
              "A disk is full: the boot partition, the store's disk, or the live system's memory.",
              "sh(\"df -h\", looks=true) says which. On the boot partition: rebuild() once more,"
                  + " whose plan begins with what makes room there, now that it is known what has"
                  + " to fit. On the store's disk: remove old generations by their numbers, see"
                  + " generations(), but neither the default nor the one to go back to:"
                  + " enter(\"nix-env -p /nix/var/nix/profiles/system --delete-generations N\");"
                  + " then enter(\"nix-collect-garbage\"), without -d, which would remove all"
                  + " others; then rebuild(), for the boot menu still lists them."),
          known(
              "failed to create initrd secrets",
              "A file that the initrd should hold as a secret is missing.",
              "Look for boot.initrd.secrets in the configuration, and put the file in place."),
          known(
              "Failed to create EFI Boot variable|EFI variables are not supported",
              "The firmware's variables can't be reached: the live image was not started by UEFI.",
              "Start the live image in UEFI mode; what is on the boot partition is not harmed."),
          known(
              "[Cc]ould not resolve host|Couldn't resolve host|Temporary failure in name resolution"
                  + "|access to a dead cache|unable to download|Network is unreachable",
              "Something has to be fetched, and the network does not let it.",
              "network() shows where it ends. Without one: rollback(N) to a complete generation."),
          known(
              "syntax error, unexpected|undefined variable",
              "The configuration has an error in its text.",
              "edit() the file at the line that is named above."),
          known(
              "The option `.*' does not exist",
              "The configuration sets an option that this nixpkgs does not know.",
              "edit() the file that is named above."));

  private static KnownFailure known(String sign, String meaning, String next) {
    return new KnownFailure(Pattern.compile(sign), meaning, next);
  }

  /** The known failure that shows in what a rebuild printed. */
  static Optional<KnownFailure> in(String printed) {
    return ALL.stream().filter(failure -> failure.sign.matcher(printed).find()).findFirst();
  }
}
