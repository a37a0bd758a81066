package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a boot loader offers in one place.
 *
 * @param loader whose menu it is
 * @param entries in the order of the menu, those in submenus too; what starts none of NixOS is
 *     among them
 * @param first the entry that the menu's own text makes the default; empty where the loader also
 *     looks which files are there
 * @param conf systemd-boot's settings; empty when it has none here, and for the others
 * @param unsaved the system that it would start if it had not kept what was once chosen; empty
 *     where that makes no difference
 */
public record BootMenu(
    BootLoader loader,
    List<LoaderEntry> entries,
    Optional<LoaderEntry> first,
    Optional<LoaderConf> conf,
    String unsaved) {

  /** Copies the list. */
  public BootMenu {
    entries = List.copyOf(entries);
  }

  /** A menu that is one text; none where it starts nothing of NixOS. */
  static Optional<BootMenu> ofNixos(
      BootLoader loader, List<LoaderEntry> entries, Optional<LoaderEntry> first, String unsaved) {
    Optional<LoaderEntry> some =
        entries.stream().filter(entry -> !entry.toplevel().isEmpty()).findFirst();
    return some.map(
        entry -> new BootMenu(loader, entries, first.or(() -> some), Optional.empty(), unsaved));
  }

  /** The same loader's menu in two places, as one. */
  BootMenu and(BootMenu other) {
    var all = new ArrayList<>(entries);
    all.addAll(other.entries);
    // One text is read whole; where each entry is a file, they are read wherever they lie.
    if (all.stream().allMatch(entry -> entry.file().isEmpty())) {
      return this;
    }
    all.sort(LoaderEntry.MENU_ORDER);
    return new BootMenu(
        loader, all, first.or(() -> other.first), conf.or(() -> other.conf), unsaved);
  }

  /** Whether some entry starts this system. */
  public boolean lists(String toplevel) {
    return entries.stream().anyMatch(entry -> entry.toplevel().equals(toplevel));
  }

  /** Whether some entry starts this system under this number, as far as it says one. */
  public boolean lists(String toplevel, int number) {
    return entries.stream().anyMatch(entry -> entry.starts(toplevel, number));
  }
}
