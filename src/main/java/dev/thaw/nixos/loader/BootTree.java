package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies on a boot partition, or in a folder {@code /boot}.
 *
 * @param total the filesystem's size in bytes; -1 when it is not known
 * @param free how much of it is free, in bytes; -1 when it is not known
 * @param files every file's size in bytes, by its path from the root: {@code /EFI/nixos/….efi}
 * @param menus what boot loaders offer here, one menu for each that has one
 */
public record BootTree(long total, long free, Map<String, Long> files, List<BootMenu> menus) {

  /** Nothing is there, or nothing could be read. */
  public static final BootTree EMPTY = new BootTree(-1, -1, Map.of(), List.of());

  /** Copies the list. */
  public BootTree {
    menus = List.copyOf(menus);
  }

  /** All of these as one: an ESP and the extended boot partition that belongs to it. */
  public static BootTree merge(List<BootTree> trees) {
    if (trees.size() == 1) {
      return trees.getFirst();
    }
    var files = new LinkedHashMap<String, Long>();
    trees.forEach(tree -> tree.files.forEach(files::putIfAbsent));
    var menus = new ArrayList<BootMenu>();
    for (BootLoader loader : BootLoaders.ALL) {
      trees.stream()
          .flatMap(tree -> tree.menu(loader).stream())
          .reduce(BootMenu::and)
          .ifPresent(menus::add);
    }
    return new BootTree(-1, -1, files, menus);
  }

  /** Whether there is anything that a boot loader would read. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The size of a file in bytes, -1 if it is not there; vfat does not regard case. */
  public long sizeOf(String path) {
    Long exact = files.get(path);
    return exact != null
        ? exact
        : files.entrySet().stream()
            .filter(file -> file.getKey().equalsIgnoreCase(path))
            .mapToLong(Map.Entry::getValue)
            .findFirst()
            .orElse(-1);
  }

  /** The menu of a loader, if it has one here. */
  public Optional<BootMenu> menu(BootLoader loader) {
    return menus.stream().filter(menu -> menu.loader().equals(loader)).findFirst();
  }

  /** systemd-boot's own entries, in the order of its menu: each names the files beside it. */
  public List<LoaderEntry> entries() {
    return menu(new SystemdBoot()).map(BootMenu::entries).orElse(List.of());
  }

  /** What every menu here offers, as far as it starts a NixOS. */
  public List<LoaderEntry> systems() {
    return menus.stream()
        .flatMap(menu -> menu.entries().stream())
        .filter(entry -> !entry.toplevel().isEmpty())
        .toList();
  }

  /**
   * The entry that starts this system under this number and says which files that takes, if there
   * is one: systemd-boot's first, as each lies with what it names.
   */
  public Optional<LoaderEntry> starting(String toplevel, int number) {
    return systems().stream()
        .filter(entry -> entry.starts(toplevel, number) && !entry.linux().isEmpty())
        .findFirst();
  }

  /**
   * The entry that is started when nobody chooses, whichever the loader; empty when unknown. It may
   * start none of NixOS.
   */
  public Optional<LoaderEntry> byDefault() {
    return menus.stream().flatMap(menu -> menu.loader().byDefault(this).stream()).findFirst();
  }

  /** The menu that starts this system, if some here does. */
  public Optional<BootMenu> starting(String toplevel) {
    return menus.stream().filter(menu -> menu.lists(toplevel)).findFirst();
  }

  /** Whether some menu here starts this system. */
  public boolean lists(String toplevel) {
    return starting(toplevel).isPresent();
  }
}
