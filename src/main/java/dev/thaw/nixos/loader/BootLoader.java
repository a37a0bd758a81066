package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A boot loader as NixOS installs it. Whatever differs from one to the other is asked here: how its
 * menu is read and what it starts by default, where its copies lie, what limits its generations,
 * what the firmware starts.
 */
public sealed interface BootLoader permits SystemdBoot, Grub, Extlinux, Limine, UnifiedImages {

  /**
   * Where it keeps what was once chosen in its menu.
   *
   * @param file the path on the boot partition
   * @param variable what it is called in there
   */
  record KeptChoice(String file, String variable) {}

  /** What it is called. */
  String label();

  // ---- its menu

  /**
   * Reads its menu; empty when it has none here, or one that starts nothing of NixOS.
   *
   * @param texts what {@code survey.sh} found on the boot partition, by the name that it has for it
   */
  Optional<BootMenu> read(Map<String, List<String>> texts);

  /** The one text that its menu is, a path; empty where each entry is a file of its own. */
  default Optional<String> menuText() {
    return Optional.empty();
  }

  /** Whether it reads its menu, or an entry or a part of it, from the file with this path. */
  default boolean isMenu(String path) {
    return menuText()
        .map(text -> text.substring(0, text.lastIndexOf('/') + 1))
        .filter(path.toLowerCase(Locale.ROOT)::startsWith)
        .isPresent();
  }

  /** Whether that file is one entry, and nothing else. */
  default boolean isEntry(String path) {
    return false;
  }

  /**
   * Whether its installer writes this file when it writes a menu: one that is empty, or has the
   * name of one that is not finished, was cut off.
   */
  default boolean writesMenu(String path) {
    return menuText().filter(text -> path.startsWith(text + ".")).isPresent();
  }

  /** Whether its installer writes the whole menu anew, beside the old one. */
  default boolean rewritesMenu() {
    return true;
  }

  // ---- what it starts

  /** The entry that it starts when nobody chooses; empty when it has no menu there. */
  default Optional<LoaderEntry> byDefault(BootTree tree) {
    return tree.menu(this).flatMap(BootMenu::first);
  }

  /** Which words of its own settings name the default, a clause; empty when none do. */
  default Optional<String> defaultSetting(BootMenu menu) {
    return Optional.empty();
  }

  /** The file that says which entry is the default, a path on the boot partition. */
  default Optional<String> defaultFile() {
    return menuText();
  }

  /**
   * That file's text, with this entry of its menu as the one that is started when nobody chooses,
   * whatever was chosen before; empty where it can't say so.
   */
  Optional<String> withDefault(String text, LoaderEntry entry);

  /** The option that makes another entry the default; empty when there is none. */
  default Optional<String> defaultOption() {
    return Optional.empty();
  }

  /** Where it keeps what was once chosen; empty when not in a file. */
  default Optional<KeptChoice> keptChoice() {
    return Optional.empty();
  }

  /** Whether it starts the newest number, whatever the profile leads to. */
  default boolean startsNewest() {
    return false;
  }

  /** The last word of the option that says how many generations its menu has. */
  default String limit() {
    return "configurationLimit";
  }

  // ---- what it starts it from

  /** The folder of its own for kernels and initrds, from the boot partition's root. */
  String folder();

  /** Whether it can read kernels and initrds in the store itself, without copies. */
  default boolean readsStore() {
    return false;
  }

  /** Whether its entries have the kernel in them, or are silent about which file it is. */
  default boolean hidesFiles() {
    return false;
  }

  /** What it makes of an entry whose kernel is not there, a sentence; mostly empty. */
  default String withoutKernel() {
    return "";
  }

  /** Whether its installer removes what falls out of the menu before it copies what is new. */
  default boolean tidiesFirst() {
    return false;
  }

  /** The folders in EFI whose programs the firmware starts, a pattern; empty when none are. */
  String programFolders();

  /** Whether its installer has bootctl enter it in the firmware's list. */
  default boolean isEnteredByBootctl() {
    return false;
  }

  /** Whether this is a program of it that the firmware starts, a path on the boot partition. */
  default boolean isProgram(String path) {
    return path.matches("(?i)/efi/(?:" + programFolders() + ")/.+\\.efi");
  }

  /** What limits the generations in a menu; where the loader is not known, what most call it. */
  static String limit(Optional<BootLoader> loader) {
    return loader.orElse(new SystemdBoot()).limit();
  }

  /** Whether some loader has such a file for each entry. */
  static boolean isSingleEntry(String path) {
    return BootLoaders.ALL.stream().anyMatch(loader -> loader.isEntry(path));
  }

  /** The loader that keeps what was chosen in this file, a path of the installed system. */
  static Optional<BootLoader> keeping(String file) {
    return BootLoaders.ALL.stream()
        .filter(
            loader -> loader.keptChoice().filter(kept -> file.endsWith(kept.file())).isPresent())
        .findFirst();
  }

  /** The loader that reads its menu from this file. */
  static Optional<BootLoader> reading(String path) {
    return BootLoaders.ALL.stream().filter(loader -> loader.isMenu(path)).findFirst();
  }
}
