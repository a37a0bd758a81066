package dev.thaw.nixos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The menus of extlinux (U-Boot's, too) and limine: what they offer, and what they start. */
final class PlainMenus {

  private PlainMenus() {}

  /** An entry; the system that it starts is empty for one that is none of NixOS. */
  private static final class Entry {
    private final String name;
    private final boolean directory;
    private String toplevel = "";

    Entry(String name, boolean directory) {
      this.name = name;
      this.directory = directory;
    }
  }

  /**
   * The systems that an {@code extlinux.conf} starts, first the one that is started when nobody
   * chooses: its DEFAULT, else the one marked so, else the first.
   */
  static List<String> extlinux(String text) {
    var entries = new ArrayList<Entry>();
    String wanted = "";
    for (String line : text.split("\n")) {
      String[] words = line.strip().split("\\s+", 2);
      String rest = words.length > 1 ? words[1].strip() : "";
      switch (words[0].toLowerCase(Locale.ROOT)) {
        case "default" -> wanted = rest;
        case "label" -> entries.add(new Entry(rest, false));
        case "menu" -> {
          if (rest.equalsIgnoreCase("default") && !entries.isEmpty()) {
            wanted = entries.getLast().name;
          }
        }
        default -> started(line, entries);
      }
    }
    String name = wanted;
    return ordered(
        entries,
        entries.stream()
            .filter(entry -> entry.name.equals(name))
            .findFirst()
            .orElse(entries.isEmpty() ? null : entries.getFirst()));
  }

  /**
   * The systems that a {@code limine.conf} starts, the default first: it is counted from 1 in the
   * menu as it shows, with the folders that are open in it.
   */
  static List<String> limine(String text) {
    var entries = new ArrayList<Entry>();
    var shown = new ArrayList<Entry>();
    // Limine takes the first of several, and none behind the first entry.
    Optional<String> wanted = Optional.empty();
    // The deepest level that shows: below a folder that is shut, nothing does.
    int open = 1;
    for (String line : text.split("\n")) {
      String stripped = line.strip();
      int level = 0;
      while (level < stripped.length() && stripped.charAt(level) == '/') {
        level++;
      }
      if (level > 0) {
        boolean expanded = stripped.startsWith("+", level);
        var entry = new Entry(stripped.substring(level + (expanded ? 1 : 0)).strip(), expanded);
        entries.add(entry);
        if (level <= open) {
          shown.add(entry);
          open = expanded ? level + 1 : level;
        }
      } else if (entries.isEmpty()
          && wanted.isEmpty()
          && stripped.toLowerCase(Locale.ROOT).startsWith("default_entry:")) {
        wanted = Optional.of(stripped.substring(stripped.indexOf(':') + 1).strip());
      } else {
        started(line, entries);
      }
    }
    int at =
        wanted
            .filter(number -> number.matches("[0-9]{1,9}"))
            .map(number -> Math.max(0, Integer.parseInt(number) - 1))
            .orElse(0);
    // A folder starts nothing: it is its first entry then.
    while (at < shown.size() && shown.get(at).directory) {
      at++;
    }
    return ordered(entries, at < shown.size() ? shown.get(at) : null);
  }

  private static void started(String line, List<Entry> entries) {
    if (entries.isEmpty() || !entries.getLast().toplevel.isEmpty() || !line.contains("init=")) {
      return;
    }
    for (String word : line.strip().split("\\s+")) {
      String toplevel = BootReader.toplevel(word);
      entries.getLast().toplevel = toplevel.isEmpty() ? entries.getLast().toplevel : toplevel;
    }
  }

  private static List<String> ordered(List<Entry> entries, Entry first) {
    var toplevels = new ArrayList<String>();
    if (first != null) {
      toplevels.add(first.toplevel);
    }
    entries.stream().map(entry -> entry.toplevel).filter(t -> !t.isEmpty()).forEach(toplevels::add);
    return toplevels.stream().distinct().toList();
  }
}
