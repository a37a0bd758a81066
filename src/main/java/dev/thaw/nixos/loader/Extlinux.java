package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The menu of extlinux, for boards whose U-Boot reads it: a text of labels, each with its files.
 */
public record Extlinux() implements BootLoader {

  @Override
  public String label() {
    return "extlinux";
  }

  /** It starts its DEFAULT, else the one marked so, else the first. */
  @Override
  public Optional<BootMenu> read(Map<String, List<String>> texts) {
    var entries = new ArrayList<Draft>();
    String wanted = "";
    for (String line : texts.getOrDefault("extlinux", List.of("")).getFirst().split("\n")) {
      String[] words = line.strip().split("\\s+", 2);
      String rest = words.length > 1 ? words[1].strip() : "";
      String key = words[0].toLowerCase(Locale.ROOT);
      if (key.equals("default")) {
        wanted = rest;
      } else if (key.equals("label")) {
        entries.add(new Draft(rest));
      } else if (!entries.isEmpty()) {
        Draft last = entries.getLast();
        switch (key) {
          case "menu" -> wanted = rest.equalsIgnoreCase("default") ? last.title() : wanted;
          case "linux", "kernel" -> last.linux(path(rest));
          case "initrd" -> Arrays.stream(rest.split(",")).map(Extlinux::path).forEach(last::initrd);
          default -> last.options(line);
        }
      }
    }
    String name = wanted;
    Optional<Draft> first =
        entries.stream()
            .filter(entry -> entry.title().equals(name))
            .findFirst()
            .or(() -> entries.stream().findFirst());
    return BootMenu.ofNixos(
        this, entries.stream().map(Draft::entry).toList(), first.map(Draft::entry), "");
  }

  /** Names are seen from the menu's own folder. */
  private static String path(String path) {
    return path.startsWith("../") ? path.substring(2) : path;
  }

  @Override
  public Optional<String> menuText() {
    return Optional.of("/extlinux/extlinux.conf");
  }

  @Override
  public Optional<String> withDefault(String text, LoaderEntry entry) {
    String plain =
        Lines.without(
            text, line -> line.matches("(?i)\\s*(?:default(?:\\s.*)?|menu\\s+default\\s*)"));
    return Optional.of(
        Lines.before(
            plain, line -> line.matches("(?i)\\s*label\\s.*"), "DEFAULT " + entry.title()));
  }

  @Override
  public String folder() {
    return "/nixos";
  }

  /** Some of its installers copy nothing where U-Boot reads the store's filesystem itself. */
  @Override
  public boolean readsStore() {
    return true;
  }

  /** U-Boot lies on no boot partition. */
  @Override
  public String programFolders() {
    return "";
  }
}
