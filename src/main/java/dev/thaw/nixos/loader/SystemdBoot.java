package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** systemd-boot: each entry is a file of its own, and names its copies beside it. */
public record SystemdBoot() implements BootLoader {

  /** Where the entries lie. */
  public static final String ENTRIES = "/loader/entries/";

  private static final Pattern OWN_ENTRY = Pattern.compile("(?i)/loader/entries/nixos[^/]*");

  @Override
  public String label() {
    return "systemd-boot";
  }

  @Override
  public Optional<BootMenu> read(Map<String, List<String>> texts) {
    Optional<LoaderConf> conf =
        texts.getOrDefault("conf", List.of()).stream().findFirst().map(LoaderConf::parse);
    List<LoaderEntry> entries =
        texts.getOrDefault("entries", List.of()).stream()
            .map(SystemdBoot::entry)
            .sorted(LoaderEntry.MENU_ORDER)
            .toList();
    return conf.isEmpty() && entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new BootMenu(this, entries, Optional.empty(), conf, ""));
  }

  /** Each has its file's name before a NUL. */
  private static LoaderEntry entry(String text) {
    int name = text.indexOf('\0');
    return LoaderEntry.parse(text.substring(0, name), text.substring(name + 1));
  }

  @Override
  public boolean isMenu(String path) {
    return isEntry(path.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean isEntry(String path) {
    return path.startsWith(ENTRIES);
  }

  @Override
  public boolean writesMenu(String path) {
    return OWN_ENTRY.matcher(path).matches() || path.equals("/loader/loader.tmp");
  }

  @Override
  public boolean rewritesMenu() {
    return false;
  }

  /**
   * Entries whose kernel is not there are left out of its menu; where that is all of them, the one
   * that it would start otherwise. Empty when it starts none of NixOS: other systems' entries can
   * lie there, though another loader starts this one.
   */
  @Override
  public Optional<LoaderEntry> byDefault(BootTree tree) {
    LoaderConf conf = tree.menu(this).flatMap(BootMenu::conf).orElse(LoaderConf.NONE);
    List<LoaderEntry> offered = offered(tree);
    return conf.choose(offered.stream().filter(entry -> isShown(entry, tree)).toList())
        .or(() -> conf.choose(offered))
        .filter(entry -> !entry.toplevel().isEmpty());
  }

  /** What a program in the menu starts beside itself, it does not look for. */
  private static boolean isShown(LoaderEntry entry, BootTree tree) {
    boolean image = entry.file().toLowerCase(Locale.ROOT).endsWith(".efi");
    return image || entry.linux().isEmpty() || tree.isEmpty() || tree.sizeOf(entry.linux()) >= 0;
  }

  /** All that its menu offers, in order: entries and unified images. */
  public static List<LoaderEntry> offered(BootTree tree) {
    return Stream.of(new SystemdBoot(), new UnifiedImages())
        .flatMap(loader -> tree.menu(loader).stream())
        .flatMap(menu -> menu.entries().stream())
        .sorted(LoaderEntry.MENU_ORDER)
        .toList();
  }

  @Override
  public Optional<String> defaultSetting(BootMenu menu) {
    return menu.conf()
        .map(LoaderConf::defaultPattern)
        .filter(pattern -> !pattern.isEmpty())
        .map(pattern -> "loader.conf says: default " + pattern);
  }

  @Override
  public Optional<String> defaultFile() {
    return Optional.of("/loader/loader.conf");
  }

  /** The count of boots is no part of the name that it is compared with. */
  @Override
  public Optional<String> withDefault(String text, LoaderEntry entry) {
    if (entry.file().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Lines.without(text, line -> line.matches("(?i)\\s*(?:default|preferred)(?:\\s.*)?"))
            + "default "
            + entry.id()
            + "\n");
  }

  @Override
  public String folder() {
    return "/EFI/nixos";
  }

  @Override
  public String withoutKernel() {
    return "systemd-boot does not even show such an entry.";
  }

  /** What belongs to no generation of its menu goes before anything is copied. */
  @Override
  public boolean tidiesFirst() {
    return true;
  }

  @Override
  public boolean isEnteredByBootctl() {
    return true;
  }

  @Override
  public String programFolders() {
    return "boot|systemd";
  }
}
