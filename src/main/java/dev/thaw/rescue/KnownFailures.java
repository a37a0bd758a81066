package dev.thaw.rescue;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The table of known failures of a rebuild: signs, from the real lines of nix, nixos-rebuild and
 * the loaders' installers, what they mean, and the way on.
 */
final class KnownFailures {

  /** Where a path on a boot partition goes on; it may be mounted in any of these places. */
  private static final String ON_BOOT = "(?:/boot|/efi|/esp)\\b";

  /** What may come of it, some lines below: the cause stands before it. */
  private static final String AND_SO_NO_LOADER =
      "(?:[\\s\\S]{0,2000}could not find any previously installed systemd-boot)?";

  /** Of two that show in the same line, the first is said: the particular before the general. */
  static final List<KnownFailure> ALL =
      List.of(
          known(
              "rebuild-flake-attribute",
              "does not provide attribute .*nixosConfigurations",
              "The flake has no host of that name.",
              "See config() for its hosts, and name one: rebuild(flake=true, host=\"…\")."),
          known(
              "rebuild-not-tracked",
              "is not tracked by Git|does not exist in Git repository|does not contain a"
                  + " '/?flake.nix' file|(?:path|status of|opening file|reading file)"
                  + " '/nix/store/[^']*-source(?:/[^']*)?'?[^\n"
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
              "rebuild-git",
              "executing 'git': No such file|'git': No such file or directory|git: command not"
                  + " found|(?:loose|packed) object [^\n]*is corrupt|object file [^\n]*is"
                  + " empty|(?:object|reference) [^\n]*(?:not found - no match for id|broken)",
              "Git can't read the configuration's repository: the installed system has no git, or a"
                  + " power cut damaged the repository.",
              "Nix can take the folder as it is, without git: enter(\"nixos-rebuild boot --flake"
                  + " path:DIRECTORY#HOST\"); generations() shows whether the menu follows."),
          known(
              "rebuild-cached-failure",
              "cached failure of attribute",
              "Nix remembers that this failed before, and does not say again why.",
              "enter(\"nixos-rebuild boot --flake DIRECTORY#HOST --option eval-cache false\") tells"
                  + " the reason."),
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
              "is not a mounted partition|doesn't look like an EFI partition|cannot find EFI"
                  + " directory|(?:is not a FAT EFI System Partition|is not the root of the file"
                  + " system|Couldn't find EFI system partition|Failed to check file system type"
                  + " of)"
                  + AND_SO_NO_LOADER,
              "The boot partition is not mounted where the configuration says it is.",
              "mountAll(), which mounts what is missing, then rebuild() again."),
          known(
              "efi-variables-full",
              "(?:EFI (?:boot )?(?:variable|entry)|Boot variable|efivarfs|set_variable)[^\n"
                  + "]*No space left on device",
              "The firmware has no room left for its variables; the disks have.",
              "sh(\"ls -l /sys/firmware/efi/efivars\", looks=true): a crash leaves dump-type0-*"
                  + " there. Copy those elsewhere before you delete them, then rebuild() again."),
          known(
              "rebuild-boot-full",
              ON_BOOT
                  + "[^\n]*No space left on device|No space left on device[^\n]*"
                  + ON_BOOT
                  // Without a reason in old releases, whose only one this was.
                  + "|cannot copy /nix/[^\n]* to /boot/[^\n]*.tmp(?:$|\n)"
                  + "|(?:systemd-boot|limine-install)[^\n\"]{0,60}\", line [0-9]+,[\\s\\S]{0,3000}"
                  + "No space left on device|list of boot entries because [^\n]*:\n[^\n]*No space"
                  + " left on device"
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
              "menu-entry-empty",
              "File exists: [^\n]*" + ON_BOOT + "[^\n]*.tmp",
              "Something that was cut off while it wrote to the boot partition left a file there,"
                  + " and what writes the menu stumbles over it.",
              "Its path is told above: enter(\"rm FILE\"), then rebuild()."),
          known(
              "rebuild-loader-not-installed",
              "(?:is not located on a partitioned block device|is not on a GPT partition table|has"
                  + " wrong type for (?:an EFI System Partition|extended boot loader)|wrong"
                  + " PART_ENTRY_TYPE)"
                  + AND_SO_NO_LOADER,
              "bootctl does not take this boot partition for one: its type is another, or it lies"
                  + " on an array, or on a disk without GPT.",
              "enter(\"SYSTEMD_RELAX_ESP_CHECKS=1 SYSTEMD_RELAX_XBOOTLDR_CHECKS=1"
                  + " NIXOS_INSTALL_BOOTLOADER=1"
                  + " /nix/var/nix/profiles/system/bin/switch-to-configuration boot\") has it write"
                  + " there all the same. Is it the right one? bootPartition()."),
          known(
              "rebuild-loader-not-installed",
              "could not find any previously installed systemd-boot|bootctl update"
                  + " failed|systemd-boot not installed in ESP|/bin/bootctl'[^\n"
                  + "]*(?:update|install|status)'[^\n"
                  + "]*returned non-zero",
              "The boot partition holds no systemd-boot that could be brought up to date: it is the"
                  + " wrong one, or was emptied.",
              "Check bootPartition(); if it is the right one: rebuild(installBootloader=true)."),
          known(
              "rebuild-efi-variables",
              "Failed to determine current boot order: Operation not supported",
              "bootctl takes the inside for a container, and does not reach the firmware's"
                  + " variables from it.",
              "config().set(\"boot.loader.efi.canTouchEfiVariables\", \"false\"), then"
                  + " rebuild(installBootloader=true) leaves them alone. On the live system,"
                  + " sh(\"bootctl --esp-path=/mnt/boot install\") enters the loader there, with"
                  + " the folder in which the boot partition is mounted."),
          known(
              "rebuild-efi-variables",
              "Failed to create EFI Boot variable|Could not prepare Boot variable|EFI variables are"
                  + " not supported|efibootmgr failed to register|/bin/efibootmgr'[^\n]*returned"
                  + " non-zero",
              "The firmware's variables can't be written: mostly, the live image was not started by"
                  + " UEFI.",
              "Is there a /sys/firmware/efi? If not, start the live image in UEFI mode. Else the"
                  + " firmware refuses: config().set(\"boot.loader.efi.canTouchEfiVariables\","
                  + " \"false\") leaves its entries as they are. What is on the boot partition is"
                  + " not harmed."),
          known(
              "rebuild-signing-keys",
              "Can't load key from file|Get stub name: No such file|(?:read|open) [^\n"
                  + "]*(?:public|private) key|keys/db/db.(?:key|pem)[^\n"
                  + "]*No such file|Failed to install generation.: No such file or directory",
              "The keys that sign the boot files for Secure Boot are not where the configuration"
                  + " says they are (boot.lanzaboote.pkiBundle).",
              "enter(\"ls /var/lib/sbctl/keys/db /etc/secureboot/keys/db\") shows where they are."
                  + " On a filesystem that is not mounted: mountAll(). Are they lost, enter(\"sbctl"
                  + " create-keys\") makes new ones; until the firmware knows them, Secure Boot has"
                  + " to be off."),
          known(
              "rebuild-bad-generation",
              "No such file or directory: '/nix/store/[^']*/(?:boot.json|kernel|initrd)'|Malformed"
                  + " Json: [^\n]*boot.json|/bin/synthesize'[^\n]*returned non-zero",
              "A generation's system is damaged or gone, and what writes the boot menu stops at"
                  + " it.",
              "generations() says what is missing, enter(\"ls -l /nix/var/nix/profiles\") which"
                  + " number leads to the path above. Is it not the one that you build, remove it:"
                  + " enter(\"nix-env -p /nix/var/nix/profiles/system --delete-generations N\"),"
                  + " then rebuild()."),
          known(
              "grub-core-mismatch",
              "cannot find a GRUB drive for|grub-install: error|will not proceed with"
                  + " blocklists|installation of GRUB [^\n]*failed",
              "GRUB could not be installed on the disk that the configuration names.",
              "Compare boot.loader.grub.device with disks(): name the disk that is there, by its"
                  + " /dev/disk/by-id, with edit()."),
          known(
              "rebuild-broken-package",
              "marked as broken.*zfs-(?:kernel|[0-9])|zfs-(?:kernel|[0-9]).*(?:marked as"
                  + " broken|because it)|not yet supported by zfsonlinux",
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
                  + " required for sandboxing|getting sandbox (?:mount|user)"
                  + " namespace|mounting /(?:proc|sys|dev/pts|dev/shm)'?:|bind mount from [^\n]*"
                  + " failed|user namespace initialisation failed|setting up (?:a )?private mount"
                  + " namespace|cannot set (?:host name|domain name|loopback interface flags)",
              "Nix could not make its build sandbox in here.",
              "rebuild(sandbox=false)."),
          known(
              "rebuild-daemon",
              "opening a connection to remote store|Nix daemon disconnected unexpectedly|cannot"
                  + " connect to socket .*daemon-socket|could not connect to any lix socket|cannot"
                  + " open connection to remote store",
              "Nix looks for a daemon, and none runs in here.",
              "Can the store be written to? mountAll() says how it is mounted. Then rebuild()"
                  + " again."),
          known(
              "rebuild-users",
              "specified in 'build-users-group' does not exist|in the group '[^']*' does not"
                  + " exist|build users group '[^']*' has no members",
              "The users that nix builds as are not there: /etc/group and /etc/passwd are not those"
                  + " of the installed system.",
              "enter(\"nixos-rebuild boot --option build-users-group ''\") builds as root;"
                  + " generations() shows whether the menu follows."),
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
              "rebuild-read-only",
              "/nix/(?![^\n"
                  + "]*version-suffix)[^\n"
                  + "]*: Read-only file system|attempt to write a readonly database",
              "The store can't be written to: its filesystem is mounted read-only.",
              "mountAll() mounts it for writing. Is it still read-only then, its filesystem is"
                  + " damaged: sh(\"dmesg | tail -n 40\", looks=true) says more."),
          known(
              "rebuild-store-full",
              "No space left on device|database or disk is full|not enough free space|lack of free"
                  + " disk space",
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
              "failed to create initrd secrets|Failed to append initrd secrets",
              "A file that the initrd should hold as a secret is missing: of this generation, or of"
                  + " an older one.",
              "Its path is told above, or stands in boot.initrd.secrets: put the file in place. If"
                  + " only an older generation wants it, remove that one: enter(\"nix-env -p"
                  + " /nix/var/nix/profiles/system --delete-generations N\"). Then rebuild()."),
          known(
              "module-not-found",
              "modprobe: FATAL: Module [^\n]* not found in directory",
              "The initrd is to hold a module that this kernel does not have: it has another name,"
                  + " is built in, or was dropped.",
              "Take the name that is told above out: config().remove(\"boot.initrd.kernelModules\","
                  + " \"NAME\"), or from boot.initrd.availableKernelModules; then rebuild()."),
          known(
              "rebuild-no-tool",
              "nixos-rebuild['\"]?: (?:command )?not found|exec: nixos-rebuild|'nixos-rebuild': No"
                  + " such file|No such file or directory[^\n"
                  + "]*switch-to-configuration|switch-to-configuration['\"]?: (?:No such file|not"
                  + " found)",
              "The installed system has no tool to rebuild itself (system.disableInstallerTools, or"
                  + " system.switch.enable = false).",
              "By hand: enter(\"nix --extra-experimental-features 'nix-command flakes' build"
                  + " DIRECTORY#nixosConfigurations.HOST.config.system.build.toplevel -o"
                  + " /run/new\"), without a flake enter(\"nix-build '<nixpkgs/nixos>' -A system -o"
                  + " /run/new\"); then nix-env -p /nix/var/nix/profiles/system --set, and the"
                  + " loader's own installer, config.system.build.installBootLoader, with that"
                  + " system as its argument."),
          known(
              "rebuild-no-bus",
              "Failed to open dbus connection|Failed to connect to (?:system scope )?bus[^\n]*\n"
                  + "Command '?systemd-run",
              "It was to start the new system's services, and in here no systemd runs.",
              "rebuild(), which leaves that to the next boot. What is built writes its menu by"
                  + " enter(\"/nix/var/nix/profiles/system/bin/switch-to-configuration boot\")."),
          known(
              "rebuild-memory",
              "Cannot allocate memory|out of memory|std::bad_alloc|signal 9 .Killed.|Killed signal"
                  + " terminated program",
              "The memory was not enough: of the live system, too, for it holds its files there.",
              "sh(\"free -m\", looks=true) shows it. The machine's swap helps: disks() names it,"
                  + " sh(\"swapon DEVICE\") takes it. Then rebuild(), or with one build at a time:"
                  + " enter(\"nixos-rebuild boot --max-jobs 1 --cores 1\")."),
          known(
              "rebuild-signature",
              "lacks a (?:valid )?signature|lacks a signature by a trusted key",
              "A path of a store is not signed by a key that the installed system trusts.",
              "Does it come from a store that you trust? enter(\"nixos-rebuild boot --option"
                  + " require-sigs false\"); generations() shows whether the menu follows."),
          known(
              "rebuild-certificate",
              "SSL peer certificate|SSL certificate problem|certificate verify failed|Problem with"
                  + " the SSL CA cert",
              "The server's certificate is not accepted: mostly, the clock is wrong.",
              "sh(\"date\", looks=true) shows the time, sh(\"date -s 'YYYY-MM-DD HH:MM'\") sets it."
                  + " Without a network: rollback(N) to a complete generation."),
          known(
              "rebuild-refused",
              "HTTP error 4[0-9][0-9]|Permission denied .publickey|Host key verification"
                  + " failed|Authentication failed for|Could not read from remote repository",
              "The network works, but the server does not give what is asked for: it is gone, or"
                  + " takes a key or a password.",
              "edit() where it is fetched from, or rollback(N) to a complete generation."),
          known(
              "rebuild-offline",
              "could not resolve host|couldn't resolve host|Temporary failure in name"
                  + " resolution|access to a dead cache|in the flake registries|unable to"
                  + " download|Network is"
                  + " unreachable|without substituters|no substituter that can build|some"
                  + " substitutes (?:for [^\n"
                  + "]*)?failed|(?:Couldn't|Could not) connect to server|Failed to connect to"
                  + " [^ ]+ port|Timeout was reached|failed to start SSH connection",
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
              "path '/nix/store/[^']*' (?:is not valid|was modified|is corrupted)|error parsing"
                  + " derivation '/nix/store/|(?:status of|opening file|reading file)"
                  + " '/nix/store/[^']*'[^\n"
                  + "]*: No such file or directory|/nix/store/[^\n"
                  + "]*(?:Exec format error|cannot execute binary|error while loading shared"
                  + " libraries)|Exec format error: '/nix/store/",
              "A path of the store is damaged or incomplete.",
              "enter(\"nix-store --verify --check-contents --repair\") fetches it anew, with a"
                  + " network; rollback(N) to a generation that does not need it."),
          known(
              "disk-errors",
              "Input/output error",
              "A disk could not be read or written: it fails, or its filesystem is damaged.",
              "sh(\"dmesg | tail -n 40\", looks=true) says which. Copy what matters before anything"
                  + " else is written to it. A boot partition alone: bootPartition(), and"
                  + " fsck.vfat, unmounted."),
          known(
              "rebuild-attribute",
              "attribute '[^']*' (?:in selection path '[^']*' )?(?:missing|not found)|error: [^\n]*"
                  + "(?:was|has been|have been|were) (?:removed|dropped|renamed|replaced)",
              "The configuration names something that this nixpkgs does not have: misspelt, or gone"
                  + " since.",
              "edit() the name that is told above, or config().unset() its setting; rollback(N)"
                  + " needs neither."),
          known(
              "rebuild-syntax",
              "syntax error, unexpected|undefined variable|infinite recursion encountered|attribute"
                  + " '[^']*' already defined|while a(?:n [^ ]+|"
                  + " [^ ]+) was expected|expected a [^ ]+ but found|cannot coerce|called"
                  + " (?:without required|with unexpected) argument",
              "The configuration has an error in its text.",
              "edit() the file at the line that is named above."),
          known(
              "rebuild-assertion",
              "Failed assertions:",
              "The configuration contradicts itself, or lacks something: what stands below \"Failed"
                  + " assertions\" says what.",
              "config().set() or edit() what it names. Is it the root filesystem, then"
                  + " hardware-configuration.nix is not read: config() shows what is."),
          known(
              "rebuild-option",
              "The option `.*' (?:does not exist|has conflicting definition|is used but not"
                  + " defined|is defined multiple times|is already declared|was accessed but has no"
                  + " value defined)|A definition for option `[^']*' is not of"
                  + " type",
              "The configuration sets an option that this nixpkgs does not know, or to what it does"
                  + " not accept.",
              "edit() the file that is named above."));

  private KnownFailures() {}

  /** Any blank may be a line's end, and nix has had several kinds of quotation marks. */
  private static KnownFailure known(String id, String sign, String meaning, String next) {
    String whole =
        sign.replace(".*", "[\\s\\S]{0,300}?")
            .replace("[^\n]*", "[^\n]{0,600}")
            .replace(" ", "\\s+")
            .replace("[^']", "[^'’\"]")
            .replaceAll("(?<!\\^)['`]", "['‘’`\"]");
    return new KnownFailure(id, Pattern.compile(whole, Pattern.CASE_INSENSITIVE), meaning, next);
  }
}
