package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry of a menu that is one text, while that text is read line by line. */
final class Draft {

  private final String title;
  private final boolean folder;
  private final List<String> initrds = new ArrayList<>();
  private final Map<String, String> hashes = new HashMap<>();
  private String linux = "";
  private List<String> options = List.of();

  Draft(String title) {
    this(title, false);
  }

  /**
   * Begins an entry.
   *
   * @param folder whether others stand below it, and it starts nothing
   */
  Draft(String title, boolean folder) {
    this.title = title;
    this.folder = folder;
  }

  String title() {
    return title;
  }

  boolean isFolder() {
    return folder;
  }

  void linux(String path) {
    linux = path;
  }

  void initrd(String path) {
    initrds.add(path);
  }

  /** That the entry has this hash of a file, as {@link LoaderEntry#hashes} has it. */
  void hash(String path, String hash) {
    hashes.put(path, hash);
  }

  /** A line that may hold the kernel's parameters: the first that starts a system does. */
  void options(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (options.isEmpty() && words.stream().anyMatch(word -> !LoaderEntry.system(word).isEmpty())) {
      options = words.subList(LoaderEntry.system(words.getFirst()).isEmpty() ? 1 : 0, words.size());
    }
  }

  LoaderEntry entry() {
    return new LoaderEntry("", title, "", "", "", linux, initrds, options, hashes);
  }
}
