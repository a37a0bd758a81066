package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Boot menus as they would be read, for tests. */
public final class TestMenus {

  private TestMenus() {}

  /** A place with these files and these menus, of which nothing says how much room it has. */
  public static BootTree tree(Map<String, Long> files, BootMenu... menus) {
    return new BootTree(-1, -1, files, List.of(menus));
  }

  /** systemd-boot's menu, without settings. */
  public static BootMenu systemdBoot(List<LoaderEntry> entries) {
    return new BootMenu(
        new SystemdBoot(), entries, Optional.empty(), Optional.of(LoaderConf.NONE), "");
  }

  /** A menu that starts these systems, the first by default. */
  public static BootMenu starting(BootLoader loader, List<String> systems) {
    List<LoaderEntry> entries = systems.stream().map(TestMenus::entry).toList();
    return new BootMenu(loader, entries, entries.stream().findFirst(), Optional.empty(), "");
  }

  private static LoaderEntry entry(String system) {
    return new LoaderEntry("", "", "", "", "", "", List.of(), List.of("init=" + system + "/init"));
  }

  /** The systems that a menu starts, its default first; empty text where that is none of NixOS. */
  static List<String> systems(Optional<BootMenu> menu) {
    return Stream.concat(
            menu.stream().flatMap(one -> one.first().stream()).map(LoaderEntry::toplevel),
            menu.stream()
                .flatMap(one -> one.entries().stream())
                .map(LoaderEntry::toplevel)
                .filter(system -> !system.isEmpty()))
        .distinct()
        .toList();
  }
}
