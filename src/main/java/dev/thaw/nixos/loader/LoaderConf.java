package dev.thaw.nixos.loader;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What systemd-boot is told: {@code loader/loader.conf}.
 *
 * @param timeout how long the menu shows, in seconds or a word; empty when it is not said
 * @param defaultPattern the entry to start, a file name or a pattern; empty when it is not said
 * @param preferredPattern tried before the default, while it has boots left; mostly empty
 */
public record LoaderConf(String timeout, String defaultPattern, String preferredPattern) {

  /** A loader without settings of its own. */
  public static final LoaderConf NONE = new LoaderConf("", "", "");

  /** Reads a loader.conf; the last of two equal keys counts. */
  public static LoaderConf parse(String text) {
    var keys = LoaderEntry.keys(text);
    return new LoaderConf(last(keys, "timeout"), last(keys, "default"), last(keys, "preferred"));
  }

  private static String last(Map<String, List<String>> keys, String key) {
    return keys.getOrDefault(key, List.of("")).getLast();
  }

  /**
   * Which entry is started when nobody chooses; the EFI variable LoaderEntryDefault, which the
   * firmware keeps, can override it.
   */
  public Optional<LoaderEntry> choose(List<LoaderEntry> entries) {
    var sorted = entries.stream().sorted(LoaderEntry.MENU_ORDER).toList();
    return named(preferredPattern, sorted.stream().filter(e -> !e.isExhausted()).toList())
        .or(() -> named(defaultPattern, sorted))
        .or(() -> sorted.stream().findFirst());
  }

  /**
   * The first of the entries that a file name or a pattern means; empty for none, and for words
   * that only the loader understands: {@code @saved}.
   */
  public static Optional<LoaderEntry> named(String pattern, List<LoaderEntry> entries) {
    if (pattern.isEmpty() || pattern.startsWith("@")) {
      return Optional.empty();
    }
    return entries.stream()
        .filter(e -> Glob.matches(pattern, e.id()) || Glob.matches(pattern, e.shortId()))
        .findFirst();
  }
}
