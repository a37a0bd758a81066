package dev.thaw.session;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.session.CellResult.CompileError;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody typed who is used to a shell: a command, or a helper without its brackets. */
record ShellHabits(HelperCatalogue catalogue) {

  /** One line of words, with nothing of Java in it. */
  private static final Pattern WORDS =
      Pattern.compile("\\s*([a-zA-Z][\\w.-]*)((?:[ \\t]+[^\\s(){}\"=;]+)*)\\s*");

  /** What is typed in a rescue by hand, by name; no list of all commands is needed. */
  private static final Set<String> COMMANDS =
      Set.of(
          "blkid",
          "bootctl",
          "btrfs",
          "cat",
          "cp",
          "cryptsetup",
          "df",
          "dmesg",
          "du",
          "efibootmgr",
          "fdisk",
          "find",
          "findmnt",
          "fsck",
          "git",
          "grep",
          "head",
          "ip",
          "journalctl",
          "less",
          "ls",
          "lsblk",
          "lsmod",
          "lspci",
          "mkdir",
          "modprobe",
          "mount",
          "mv",
          "nix",
          "nix-env",
          "nix-store",
          "nixos-enter",
          "nixos-rebuild",
          "ping",
          "rm",
          "sudo",
          "systemctl",
          "tail",
          "umount",
          "uname",
          "zfs",
          "zpool");

  /**
   * Says what a cell that is not valid was meant to be; empty when it looks like Java.
   *
   * @param cell the whole cell, which was rejected
   */
  Optional<CompileError> in(String cell) {
    Matcher words = WORDS.matcher(cell);
    if (!words.matches()) {
      return Optional.empty();
    }
    String first = words.group(1);
    String rest = words.group(2).strip();
    SourcePosition place = SourcePosition.at(cell, words.start(1));
    if (COMMANDS.contains(first)) {
      String line = cell.strip();
      return Optional.of(
          new CompileError(
              place,
              first + " is a command of the shell.",
              "On the machine: sh(\"%s\"). Inside the installed system: enter(\"%s\")."
                  .formatted(line, line)));
    }
    boolean helpers = catalogue.find(first).isPresent() && catalogue.find(rest).isPresent();
    return helpers
        ? Optional.of(
            new CompileError(
                place, "Brackets are missing.", "Did you mean " + first + "(" + rest + ")?"))
        : Optional.empty();
  }
}
