package dev.thaw.practice.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.practice.Practice;
import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the practice machine starts when nobody chooses, held to a table that was written from
 * systemd-boot's source (boot.c: boot_entry_compare, config_find_entry,
 * config_select_default_entry) and not from what Thaw reads: both read the menu by the same code,
 * and could be wrong together.
 */
class MenuChoiceTest {

  private static final String ENTRIES = "/loader/entries";
  private static final String KEYED = "sort-key nixos\n";

  /**
   * A menu.
   *
   * @param why the rule that decides
   * @param conf loader.conf
   * @param entries by their files; each is named after its file in the menu, too
   * @param starts the entry that is started
   */
  record Menu(String why, String conf, Map<String, String> entries, String starts) {
    @Override
    public String toString() {
      return why;
    }
  }

  /** Menus that the order of entries decides. */
  static List<Menu> orders() {
    return List.of(
        new Menu(
            "one sort key: the newest version, by number",
            "",
            Map.of("b.conf", KEYED + "version Gen 9", "a.conf", KEYED + "version Gen 10"),
            "a.conf"),
        new Menu(
            "sort keys by code, whatever the versions",
            "",
            Map.of("b.conf", "sort-key zeta\nversion 9", "a.conf", "sort-key alpha\nversion 1"),
            "a.conf"),
        new Menu(
            "one with a sort key comes before one without",
            "",
            Map.of("z-99.conf", "version 99", "a.conf", "sort-key zz\nversion 1"),
            "a.conf"),
        new Menu(
            "one sort key: grouped by machine before the version counts",
            "",
            Map.of(
                "a.conf", KEYED + "machine-id 0000\nversion Gen 3",
                "b.conf", KEYED + "machine-id ffff\nversion Gen 9"),
            "a.conf"),
        new Menu(
            "no machine comes before any",
            "",
            Map.of(
                "b.conf", KEYED + "machine-id 0000\nversion Gen 9",
                "a.conf", KEYED + "version Gen 3"),
            "a.conf"),
        new Menu(
            "one sort key and version: the later name",
            "",
            Map.of("a.conf", KEYED + "version 1", "b.conf", KEYED + "version 1"),
            "b.conf"),
        new Menu(
            "no sort keys: the newest name, by number; versions do not count",
            "",
            Map.of("nixos-9.conf", "version 99", "nixos-10.conf", "version 1"),
            "nixos-10.conf"),
        new Menu(
            "names are compared in small letters",
            "",
            Map.of("B.conf", "version 1", "c.conf", "version 1", "A.conf", "version 1"),
            "c.conf"),
        new Menu(
            "names are compared in small letters, the other way round",
            "",
            Map.of("b.conf", "version 1", "C.conf", "version 1", "a.conf", "version 1"),
            "C.conf"),
        new Menu(
            "one with no boots left comes last",
            "",
            Map.of("b+0-3.conf", KEYED + "version 10", "a+1-2.conf", KEYED + "version 9"),
            "a+1-2.conf"));
  }

  /** Menus that loader.conf decides, or tries to. */
  static List<Menu> defaults() {
    Map<String, String> two = Map.of("a.conf", KEYED + "version 9", "b.conf", KEYED + "version 10");
    return List.of(
        new Menu("by its name", "default a.conf\n", two, "a.conf"),
        new Menu("case does not count", "default A.CONF\n", two, "a.conf"),
        new Menu("the last of two", "default b.conf\ndefault a.conf\n", two, "a.conf"),
        new Menu("no entry: the first", "default gone.conf\ntimeout 5\n", two, "b.conf"),
        new Menu("the one of last time, but none is known", "default @saved\n", two, "b.conf"),
        new Menu(
            "by a pattern: the first in the menu's order",
            "default nixos-?.conf\n",
            Map.of(
                "nixos-1.conf", KEYED + "version 1",
                "nixos-2.conf", KEYED + "version 2",
                "nixos-10.conf", KEYED + "version 10"),
            "nixos-2.conf"),
        new Menu(
            "one that has no boots left is started all the same",
            "default b.conf\n",
            Map.of("b+0-3.conf", KEYED + "version 10", "a+1-2.conf", KEYED + "version 9"),
            "b+0-3.conf"));
  }

  @ParameterizedTest
  @MethodSource({"orders", "defaults"})
  void startsWhatSystemdBootWouldStart(Menu menu) {
    Practice practice = Practice.of("vfio");
    practice.state.tell();
    Tree esp =
        practice.state.volumes.values().stream()
            .filter(volume -> volume.type.equals("vfat"))
            .findFirst()
            .orElseThrow()
            .tree();
    String files = files(esp);
    practice.sh("mount /dev/nvme0n1p1 /mnt && rm /mnt/loader/entries/* && umount /mnt");
    assertThat(esp.names(ENTRIES)).isEmpty();
    menu.entries().forEach((name, text) -> put(esp, ENTRIES + "/" + name, name, text, files));
    // Its kernel is not there, so it is not shown.
    put(esp, ENTRIES + "/zz.conf", "zz", "sort-key a\nversion 999", "linux /gone\n");
    esp.put("/loader/loader.conf", Node.file(new Content.Text(menu.conf()), 0644, 1));

    assertThat(practice.reboot()).contains("<" + menu.starts() + ">");
  }

  /** The lines of an entry that is there about its files. */
  private static String files(Tree esp) {
    String entry = ENTRIES + "/" + esp.names(ENTRIES).getFirst();
    return esp.get(entry)
        .orElseThrow()
        .content()
        .string()
        .lines()
        .filter(line -> line.matches("(linux|initrd|options) .*"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static void put(Tree esp, String file, String name, String text, String files) {
    var content = new Content.Text("title <" + name + ">\n" + text + "\n" + files);
    esp.put(file, Node.file(content, 0644, 1));
  }
}
