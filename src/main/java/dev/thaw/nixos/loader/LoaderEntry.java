package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a boot loader's menu.
 *
 * @param file the name of the entry's own file, {@code loader/entries/*.conf} or a unified image
 *     {@code EFI/Linux/*.efi}; says nothing about the generation; empty where the menu is one text
 * @param title what the menu shows
 * @param version the second thing the menu shows: {@code Generation 42 NixOS …, built on …}
 * @param sortKey orders the menu; may be empty
 * @param machineId groups the entries with one sort key; may be empty
 * @param linux the kernel, a path from the partition's root; empty when the entry has none
 * @param initrds the initrds, in order
 * @param options the kernel's parameters, one by one, {@code init=} among them
 * @param hashes which hash the entry has of a file that it names: {@code sha256} or {@code
 *     blake2b}, a blank, hexadecimal digits; mostly none
 */
public record LoaderEntry(
    String file,
    String title,
    String version,
    String sortKey,
    String machineId,
    String linux,
    List<String> initrds,
    List<String> options,
    Map<String, String> hashes) {

  private static final Pattern GENERATION = Pattern.compile("\\bGeneration (\\d{1,9})\\b");
  private static final Pattern COUNTER =
      Pattern.compile("\\+(\\d{1,9})(?:-(\\d{1,9}))?(\\.conf|\\.efi)$");

  private static final Comparator<String> NEWEST_FIRST = (a, b) -> Versions.compare(b, a);

  /**
   * The order of the menu: exhausted entries last, then those with a sort key, by it, the machine
   * and the newest version first; without one, a file's name decides alone, in small letters.
   */
  public static final Comparator<LoaderEntry> MENU_ORDER =
      Comparator.comparing(LoaderEntry::isExhausted)
          .thenComparing(entry -> entry.sortKey.isEmpty())
          .thenComparing(LoaderEntry::sortKey)
          .thenComparing(entry -> entry.sortKey.isEmpty() ? "" : entry.machineId)
          .thenComparing(entry -> entry.sortKey.isEmpty() ? "" : entry.version, NEWEST_FIRST)
          .thenComparing(entry -> entry.id().toLowerCase(Locale.ROOT), NEWEST_FIRST);

  /** Copies the lists. */
  public LoaderEntry {
    initrds = List.copyOf(initrds);
    options = List.copyOf(options);
    hashes = Map.copyOf(hashes);
  }

  /** One that has no hash of any file. */
  public LoaderEntry(
      String file,
      String title,
      String version,
      String sortKey,
      String machineId,
      String linux,
      List<String> initrds,
      List<String> options) {
    this(file, title, version, sortKey, machineId, linux, initrds, options, Map.of());
  }

  /** Reads an entry; keys that are not known are passed over, missing ones are empty. */
  public static LoaderEntry parse(String file, String text) {
    var keys = keys(text);
    var options = new ArrayList<String>();
    for (String line : keys.getOrDefault("options", List.of())) {
      options.addAll(List.of(line.split("\\s+")));
    }
    options.removeIf(String::isEmpty);
    return new LoaderEntry(
        file,
        first(keys, "title"),
        first(keys, "version"),
        first(keys, "sort-key"),
        first(keys, "machine-id"),
        path(first(keys, "linux")),
        keys.getOrDefault("initrd", List.of()).stream().map(LoaderEntry::path).toList(),
        options);
  }

  /** The keys of a loader's file, each with its values in order; comments are passed over. */
  static Map<String, List<String>> keys(String text) {
    var keys = new LinkedHashMap<String, List<String>>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> {
          String[] pair = line.split("\\s+", 2);
          keys.computeIfAbsent(pair[0].toLowerCase(Locale.ROOT), key -> new ArrayList<>())
              .add(pair.length > 1 ? pair[1] : "");
        });
    return keys;
  }

  private static String first(Map<String, List<String>> keys, String key) {
    return keys.getOrDefault(key, List.of("")).getFirst();
  }

  /** The firmware knows backslashes, and the first slash may be missing. */
  private static String path(String path) {
    String slashes = path.replace('\\', '/');
    return slashes.isEmpty() || slashes.startsWith("/") ? slashes : "/" + slashes;
  }

  /**
   * The system it starts, from {@code init=<toplevel>/init}; empty when it starts none of NixOS.
   */
  public String toplevel() {
    return options.stream()
        .map(LoaderEntry::system)
        .filter(system -> !system.isEmpty())
        .reduce("", (earlier, later) -> later);
  }

  /** The system that a parameter {@code init=} starts; empty when it is none of NixOS. */
  static String system(String option) {
    return option.startsWith("init=/nix/store/") && option.endsWith("/init")
        ? option.substring("init=".length(), option.length() - "/init".length())
        : "";
  }

  /** The files that it takes to start it, as its menu names them: the initrds, then the kernel. */
  public List<String> files() {
    var files = new ArrayList<>(initrds);
    if (!linux.isEmpty()) {
      files.add(linux);
    }
    return List.copyOf(files);
  }

  /**
   * Whether a file that it names is this one in the store: the store's folder may have another path
   * to the loader, on a filesystem or in a subvolume of its own.
   */
  public static boolean isInStore(String file, String storePath) {
    return storePath.startsWith("/nix/store/")
        && file.endsWith(storePath.substring("/nix".length()));
  }

  /** The generation's number, from the entry's contents; empty when they don't say. */
  public OptionalInt generation() {
    Matcher match = GENERATION.matcher(version);
    return match.find() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
  }

  /**
   * Whether it starts this system under this number: the same system can be two generations, so the
   * number has to fit where the entry says one.
   */
  public boolean starts(String toplevel, int number) {
    return toplevel().equals(toplevel) && generation().orElse(number) == number;
  }

  /** How many boots are left before it is held to be bad; empty when boots aren't counted. */
  public OptionalInt triesLeft() {
    Matcher match = COUNTER.matcher(file);
    return match.find() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
  }

  /** How many of its boots were counted, none of which came up; 0 where boots aren't counted. */
  public int triesDone() {
    Matcher match = COUNTER.matcher(file);
    return match.find() && match.group(2) != null ? Integer.parseInt(match.group(2)) : 0;
  }

  /** Whether every counted boot of it failed, so that it is started only when nothing else is. */
  public boolean isExhausted() {
    return triesLeft().orElse(1) == 0;
  }

  /** The file's name without the count of boots: what loader.conf's patterns are held against. */
  public String id() {
    return COUNTER.matcher(file).replaceFirst("$3");
  }

  /** The same without {@code .conf}. */
  String shortId() {
    return id().replaceFirst("\\.conf$", "");
  }
}
