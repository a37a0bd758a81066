package dev.thaw.nixos;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private static String last(java.util.Map<String, List<String>> keys, String key) {
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
    Pattern glob = glob(pattern);
    return entries.stream()
        .filter(e -> glob.matcher(e.id()).matches() || glob.matcher(e.shortId()).matches())
        .findFirst();
  }

  /** A pattern of fnmatch(3): {@code *}, {@code ?} and {@code [a-z]}, without regard to case. */
  private static Pattern glob(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String inner = glob.substring(i + 1, close);
        boolean not = inner.startsWith("!") || inner.startsWith("^");
        regex.append(not ? "[^" : "[");
        regex.append((not ? inner.substring(1) : inner).replaceAll("([\\\\\\[\\]&^])", "\\\\$1"));
        regex.append(']');
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    } catch (java.util.regex.PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(glob));
    }
  }

  /** Compares versions as systemd does: digits by value, letters by code, {@code ~} lowest. */
  static final Comparator<String> VERSIONS = Versions::compare;
}
