package dev.thaw.rescue;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A way in which a rebuild is known to fail.
 *
 * @param id its name in the list of failures, which never changes
 * @param sign what it prints
 * @param meaning what that means, a sentence
 * @param next what to do, a sentence
 */
record KnownFailure(String id, Pattern sign, String meaning, String next) {

  /** Where a path on a boot partition goes on; it may be mounted in any of these places. */
  private static final String ON_BOOT = "(?:/boot|/efi|/esp)\\b";

  /** Colours, as they are and as they look when made harmless. */
  private static final Pattern PAINT =
      Pattern.compile("(?:\033|\\\\x1b)(?:\\[[0-?]*[ -/]*[@-~]|\\(B)");

  /** Lines about what did not make it fail: nix went on, or tries again. */
  private static final Pattern WENT_ON =
      Pattern.compile("(?i)^\\W*(?:warning|note|trace|error \\(ignored\\))\\s*:.*");

  /** Of two that show in the same line, the first is said: the particular before the general. */
  private static final List<KnownFailure> ALL =
      List.of(
          known(
              "rebuild-flake-attribute",
              "does not provide attribute .*nixosConfigurations",
              "The flake has no host of that name.",
              "See config() for its hosts, and name one: rebuild(flake=true, host=\"…\")."),
          known(
              "rebuild-not-tracked",
              "is not tracked by Git|does not contain a '/?flake.nix'"
                  + " file|'/nix/store/[^']*-source(?:/[^']*)?'?[^\n"
                  + "]*(?:does not exist|: No such file or directory)",
              "A file that the flake names is not there for nix: in a git repository it sees only"
                  + " what git knows of.",
              "Is the file there, but new? enter(\"git -C DIRECTORY add -N FILE\"), then rebuild()"
                  + " again. enter(\"git -C DIRECTORY status --short\") lists the new ones."),
          known(
              "rebuild-ownership",
              "is not owned by current user|dubious ownership",
              "Git refuses the configuration's directory, because it belongs to another user.",
              "enter(\"git config --global --add safe.directory DIRECTORY\"), then rebuild()"
                  + " again."),
          known(
              "rebuild-pure",
              "in pure eval(?:uation)? mode",
              "The flake reads a file outside of itself, or <nixpkgs>: pure evaluation forbids"
                  + " that.",
              "It was built with --impure before, then: enter(\"nixos-rebuild boot --impure --flake"
                  + " DIRECTORY#HOST\"); generations() shows whether the menu follows. Else edit()"
                  + " what is named above."),
          known(
              "rebuild-no-config",
              "file 'nixos-config' was not"
                  + " found|'/etc/nixos(?:/configuration.nix|/default.nix)?'?[^\n"
                  + "]*(?:does not exist|: No such file or directory)",
              "The configuration is not where nix looks for it.",
              "config() says where one was found. A flake: rebuild(flake=true, host=\"…\"). Another"
                  + " folder: enter(\"NIXOS_CONFIG=/FOLDER/configuration.nix nixos-rebuild"
                  + " boot\")."),
          known(
              "rebuild-no-channel",
              "file 'nixpkgs(?:/[^']*)?' was not found",
              "Root's channel is missing, so there is no nixpkgs to build from.",
              "enter(\"nix-channel --list\"); without one: nix-channel --add"
                  + " https://nixos.org/channels/nixos-RELEASE nixos, nix-channel --update."),
          known(
              "rebuild-esp-not-mounted",
              "is not a mounted partition",
              "The boot partition is not mounted where the configuration says it is.",
              "mountAll(), which mounts what is missing, then rebuild() again."),
          known(
              "efi-variables-full",
              "(?:EFI (?:boot )?(?:variable|entry)|efivarfs|set_variable)[^\n"
                  + "]*No space left on device",
              "The firmware has no room left for its variables; the disks have.",
              "sh(\"ls -l /sys/firmware/efi/efivars\", looks=true): a crash leaves dump-type0-*"
                  + " there. Copy those elsewhere before you delete them, then rebuild() again."),
          known(
              "rebuild-boot-full",
              ON_BOOT
                  + "[^\n]*No space left on device|No space left on device[^\n]*"
                  + ON_BOOT
                  + "|No space left on device[\\s\\S]{0,3000}Failed to install (?:the )?(?:boot"
                  + " ?loader|initrd|kernel|generation)|Failed to install the"
                  + " (?:initrd|kernel)\\b[\\s\\S]{0,300}No space left on device",
              "The boot partition is full. The profile may point at the new generation already; the"
                  + " menu does not.",
              "rebuild() once more: its plan begins with what makes room there, now that it is"
                  + " known what has to fit."),
          known(
              "boot-partition-read-only",
              "Read-only file system[^\n]*"
                  + ON_BOOT
                  + "|"
                  + ON_BOOT
                  + "[^\n]*Read-only file system",
              "The boot partition can't be written to: the kernel makes a damaged one read-only.",
              "bootPartition() says how it is mounted. Unmounted, fsck.vfat mends it; then"
                  + " mountAll() and rebuild()."),
          known(
              "rebuild-loader-not-installed",
              "could not find any previously installed systemd-boot|bootctl update failed",
              "The boot partition holds no systemd-boot: it is the wrong one, or was emptied.",
              "Check bootPartition(); if it is the right one: rebuild(installBootloader=true)."),
          known(
              "grub-core-mismatch",
              "cannot find a GRUB drive for|grub-install: error|will not proceed with blocklists",
              "GRUB could not be installed on the disk that the configuration names.",
              "Compare boot.loader.grub.device with disks(): name the disk that is there, by its"
                  + " /dev/disk/by-id, with edit()."),
          known(
              "rebuild-broken-package",
              "marked as broken.*zfs-(?:kernel|[0-9])|zfs-(?:kernel|[0-9]).*marked as broken",
              "The configured kernel is newer than this ZFS supports.",
              "config().unset(\"boot.kernelPackages\"), so that the default kernel is used; then"
                  + " rebuild()."),
          known(
              "rebuild-broken-package",
              "is marked as (?:broken|insecure)|has an unfree license|refusing to evaluate",
              "The configuration uses a package that nixpkgs refuses: broken, insecure or not"
                  + " free.",
              "Take it out with edit(), or rollback(N) to a generation that was built before. Once,"
                  + " it can be allowed: enter(\"NIXPKGS_ALLOW_BROKEN=1 nixos-rebuild boot\"), with"
                  + " a flake also --impure."),
          known(
              "rebuild-sandbox",
              "cloning builder process|cannot pivot old root directory|unable to load seccomp BPF"
                  + " program|unable to start build process.*not permitted|namespaces that are"
                  + " required for sandboxing",
              "Nix could not make its build sandbox in here.",
              "rebuild(sandbox=false)."),
          known(
              "rebuild-daemon",
              "cannot connect to socket .*daemon-socket|cannot open connection to remote store",
              "Nix looks for a daemon, and none runs in here.",
              "Can the store be written to? mountAll() says how it is mounted. Then rebuild()"
                  + " again."),
          known(
              "rebuild-database",
              "db.sqlite[^\n"
                  + "]*(?:malformed|disk I/O error|not a database|unable to open database"
                  + " file)|(?:malformed|disk I/O error|not a database|unable to open database"
                  + " file)[^\n"
                  + "]*db.sqlite",
              "Nix's own database of the store is damaged; the store itself may be whole.",
              "Look at the disk first: disks(). Keep what is there: enter(\"cp -a /nix/var/nix/db"
                  + " /nix/var/nix/db.kept\"). If enter(\"nix-store --dump-db >/root/db.dump\")"
                  + " ends well, enter(\"rm /nix/var/nix/db/db.sqlite*\"), enter(\"nix-store"
                  + " --load-db </root/db.dump\") and enter(\"nix-store --verify"
                  + " --check-contents\"). rollback(N) needs none of it."),
          known(
              "rebuild-database",
              "(?:malformed|not a database)[^\n]*cache[^\n]*.sqlite",
              "A cache of nix is damaged; nothing is lost with it.",
              "enter(\"rm -r /root/.cache/nix\"), then rebuild() again."),
          known(
              "rebuild-database",
              "database is locked|db.sqlite' is busy",
              "Another nix has the store's database: one that hangs, or that you started with"
                  + " enter().",
              "sh(\"ps ax\", looks=true) shows it. End it with sh(\"kill PID\"), then rebuild()"
                  + " again."),
          known(
              "rebuild-store-full",
              "No space left on device|database or disk is full|not enough free space",
              "A disk is full: the boot partition, the store's disk, or the live system's memory.",
              "sh(\"df -h\", looks=true) says which. On the boot partition: rebuild() once more,"
                  + " whose plan begins with what makes room there, now that it is known what has"
                  + " to fit. On the store's disk: remove old generations by their numbers, see"
                  + " generations(), but neither the default nor the one to go back to:"
                  + " enter(\"nix-env -p /nix/var/nix/profiles/system --delete-generations N\");"
                  + " then enter(\"nix-collect-garbage\"), without -d, which would remove all"
                  + " others; then rebuild(), for the boot menu still lists them."),
          known(
              "rebuild-secrets",
              "failed to create initrd secrets",
              "A file that the initrd should hold as a secret is missing.",
              "Look for boot.initrd.secrets in the configuration, and put the file in place."),
          known(
              "rebuild-efi-variables",
              "Failed to create EFI Boot variable|EFI variables are not supported",
              "The firmware's variables can't be reached: the live image was not started by UEFI.",
              "Start the live image in UEFI mode; what is on the boot partition is not harmed."),
          known(
              "rebuild-no-tool",
              "nixos-rebuild['\"]?: (?:command )?not found|exec: nixos-rebuild|'nixos-rebuild': No"
                  + " such file|No such file or directory[^\n"
                  + "]*switch-to-configuration|switch-to-configuration['\"]?: (?:No such file|not"
                  + " found)",
              "The installed system has no tool to rebuild itself (system.disableInstallerTools, or"
                  + " system.switch.enable = false).",
              "By hand: enter(\"nix build"
                  + " DIRECTORY#nixosConfigurations.HOST.config.system.build.toplevel -o"
                  + " /run/new\"), without a flake enter(\"nix-build '<nixpkgs/nixos>' -A system -o"
                  + " /run/new\"); then nix-env -p /nix/var/nix/profiles/system --set, and the"
                  + " loader's own installer, config.system.build.installBootLoader, with that"
                  + " system as its argument."),
          known(
              "rebuild-offline",
              "could not resolve host|couldn't resolve host|Temporary failure in name"
                  + " resolution|access to a dead cache|unable to download|Network is"
                  + " unreachable|without substituters|no substituter that can build|some"
                  + " substitutes (?:for [^\n"
                  + "]*)?failed|Couldn't connect to server|Failed to connect to|Timeout was"
                  + " reached|failed to start SSH connection",
              "Something has to be fetched, and the network does not let it.",
              "network() shows where it ends. Without one: rollback(N) to a complete generation."),
          known(
              "rebuild-hash",
              "hash mismatch in fixed-output derivation|NAR hash mismatch",
              "What was fetched is not what the configuration expects.",
              "It was changed where it comes from: rollback(N), or edit() the hash that is named"
                  + " above."),
          known(
              "rebuild-store-damaged",
              "path '/nix/store/[^']*' (?:is not valid|was modified|is corrupted)",
              "A path of the store is damaged or incomplete.",
              "enter(\"nix-store --verify --check-contents --repair\") fetches it anew, with a"
                  + " network; rollback(N) to a generation that does not need it."),
          known(
              "rebuild-syntax",
              "syntax error, unexpected|undefined variable|infinite recursion encountered",
              "The configuration has an error in its text.",
              "edit() the file at the line that is named above."),
          known(
              "rebuild-option",
              "The option `.*' (?:does not exist|has conflicting definition|is used but not"
                  + " defined|is defined multiple times)|A definition for option `[^']*' is not of"
                  + " type|Failed assertions:",
              "The configuration sets an option that this nixpkgs does not know, or to what it does"
                  + " not accept.",
              "edit() the file that is named above."));

  /** Any blank may be a line's end, and nix has had several kinds of quotation marks. */
  private static KnownFailure known(String id, String sign, String meaning, String next) {
    String whole =
        sign.replace(".*", "[\\s\\S]{0,300}?")
            .replace(" ", "\\s+")
            .replace("[^']", "[^'’\"]")
            .replaceAll("(?<!\\^)['`]", "['‘’`\"]");
    return new KnownFailure(id, Pattern.compile(whole, Pattern.CASE_INSENSITIVE), meaning, next);
  }

  /**
   * The known failure that shows in what a rebuild printed: of several the last, which ended it;
   * and what was only warned of only if nothing else is known.
   */
  static Optional<KnownFailure> in(String printed) {
    String plain = PAINT.matcher(printed).replaceAll("");
    String errors =
        plain
            .lines()
            .filter(line -> !WENT_ON.matcher(line).matches())
            .collect(Collectors.joining("\n"));
    return last(errors).or(() -> last(plain));
  }

  private static Optional<KnownFailure> last(String text) {
    record Shown(KnownFailure failure, int line) {}
    return ALL.stream()
        .flatMap(failure ->
            failure
                .sign
                .matcher(text)
                .results()
                .reduce((_, later) -> later)
                .map(match -> new Shown(failure, line(text, match)))
                .stream())
        // The first of those that are equal stays.
        .reduce((a, b) -> Comparator.comparingInt(Shown::line).compare(a, b) >= 0 ? a : b)
        .map(Shown::failure);
  }

  private static int line(String text, MatchResult match) {
    return (int) text.substring(0, match.end()).lines().count();
  }
}
