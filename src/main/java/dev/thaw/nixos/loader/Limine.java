package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limine: one text, in which entries stand in folders. It starts the newest number. */
public record Limine() implements BootLoader {

  /** A resource, as limine says where a file is, and a file's hash. */
  private static final Pattern AROUND_PATH = Pattern.compile("^[a-z]+\\([^)]*\\):|#[0-9a-fA-F]*$");

  /** BLAKE2b, of 64 bytes. */
  private static final Pattern HASH = Pattern.compile("#([0-9a-fA-F]{128})$");

  @Override
  public String label() {
    return "limine";
  }

  /**
   * The menu's text, read.
   *
   * @param entries all of them, folders as well
   * @param shown those that show, with the folders that are open
   * @param wanted the default, counted from 1 in what shows; empty when it does not say
   */
  private record Text(List<Draft> entries, List<Draft> shown, Optional<String> wanted) {}

  @Override
  public Optional<BootMenu> read(Map<String, List<String>> texts) {
    Text text = text(texts.getOrDefault("limine", List.of("")).getFirst());
    int at =
        text.wanted()
            .filter(number -> number.matches("[0-9]{1,9}"))
            .map(number -> Math.max(0, Integer.parseInt(number) - 1))
            .orElse(0);
    // A folder starts nothing: it is its first entry then.
    while (at < text.shown().size() && text.shown().get(at).isFolder()) {
      at++;
    }
    return BootMenu.ofNixos(
        this,
        text.entries().stream().map(Draft::entry).toList(),
        text.shown().stream().skip(at).findFirst().map(Draft::entry),
        "");
  }

  private static Text text(String whole) {
    var entries = new ArrayList<Draft>();
    var shown = new ArrayList<Draft>();
    // Limine takes the first of several, and none behind the first entry.
    Optional<String> wanted = Optional.empty();
    // The deepest level that shows: below a folder that is shut, nothing does.
    int open = 1;
    for (String line : whole.split("\n")) {
      String stripped = line.strip();
      int level = 0;
      while (level < stripped.length() && stripped.charAt(level) == '/') {
        level++;
      }
      if (level > 0) {
        boolean expanded = stripped.startsWith("+", level);
        var entry = new Draft(stripped.substring(level + (expanded ? 1 : 0)).strip(), expanded);
        entries.add(entry);
        if (level <= open) {
          shown.add(entry);
          open = expanded ? level + 1 : level;
        }
        continue;
      }
      String key = stripped.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
      String value = stripped.substring(stripped.indexOf(':') + 1).strip();
      if (!entries.isEmpty()) {
        switch (key) {
          case "kernel_path", "path" -> entries.getLast().linux(hashed(value, entries.getLast()));
          case "module_path" -> entries.getLast().initrd(hashed(value, entries.getLast()));
          default -> entries.getLast().options(line);
        }
      } else if (wanted.isEmpty() && key.equals("default_entry")) {
        wanted = Optional.of(value);
      }
    }
    return new Text(entries, shown, wanted);
  }

  /** Empty for an entry below a folder that is shut: none of those can be the default. */
  @Override
  public Optional<String> withDefault(String text, LoaderEntry entry) {
    List<Draft> shown = text(text).shown();
    for (int i = 0; i < shown.size(); i++) {
      if (!shown.get(i).isFolder() && shown.get(i).entry().equals(entry)) {
        String plain = Lines.without(text, line -> line.matches("(?i)\\s*default_entry\\s*:.*"));
        return Optional.of("default_entry: " + (i + 1) + "\n" + plain);
      }
    }
    return Optional.empty();
  }

  /** The path, with the entry told its hash, where it says one. */
  private static String hashed(String value, Draft entry) {
    String path = path(value);
    Matcher hash = HASH.matcher(value);
    if (hash.find()) {
      entry.hash(path, "blake2b " + hash.group(1).toLowerCase(Locale.ROOT));
    }
    return path;
  }

  private static String path(String value) {
    return AROUND_PATH.matcher(value).replaceAll("");
  }

  @Override
  public boolean isMenu(String path) {
    return path.toLowerCase(Locale.ROOT).startsWith("/limine");
  }

  @Override
  public Optional<String> menuText() {
    return Optional.of("/limine/limine.conf");
  }

  /** Its menu begins with the newest number. */
  @Override
  public boolean startsNewest() {
    return true;
  }

  @Override
  public String limit() {
    return "maxGenerations";
  }

  /** Some of its installers begin with an empty folder, others remove at the end. */
  @Override
  public String folder() {
    return "/limine/kernels";
  }

  @Override
  public String programFolders() {
    return "boot|limine";
  }
}
