package dev.thaw.practice.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The files of one filesystem, by their absolute paths in it; {@code /} is its root. */
public final class Tree {

  /** Directories, files and links by path. */
  public final TreeMap<String, Node> nodes = new TreeMap<>();

  /** Whether names that differ only in the case of letters are the same, as on a vfat. */
  boolean ignoresCase;

  Tree() {
    nodes.put("/", Node.directory(0));
  }

  /** What is at this path. */
  public Optional<Node> get(String path) {
    Node exact = nodes.get(path);
    if (exact != null || !ignoresCase) {
      return Optional.ofNullable(exact);
    }
    return nodes.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(path))
        .map(java.util.Map.Entry::getValue)
        .findFirst();
  }

  /** Puts something at a path whose parent is there. */
  public void put(String path, Node node) {
    String name =
        ignoresCase
            ? nodes.keySet().stream().filter(path::equalsIgnoreCase).findFirst().orElse(path)
            : path;
    nodes.put(name, node);
  }

  /** Puts something at a path, and directories above it where there are none. */
  void plant(String path, Node node) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      nodes.putIfAbsent(path.substring(0, slash), Node.directory(node.time()));
    }
    put(path, node);
  }

  /** The names in a directory, sorted by byte. */
  public List<String> names(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    var names = new ArrayList<String>();
    for (String key : nodes.tailMap(prefix, false).keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      if (key.indexOf('/', prefix.length()) < 0) {
        names.add(key.substring(prefix.length()));
      }
    }
    return names;
  }

  /** Everything below a path, without the path itself. */
  public List<String> below(String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    return nodes.tailMap(prefix, false).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .toList();
  }

  /** Takes a path away, and all below it. */
  void remove(String path) {
    below(path).forEach(nodes::remove);
    nodes.remove(path);
  }

  /** Gives a path another name, and all below it. */
  void rename(String from, String to) {
    List<String> all = new ArrayList<>(below(from));
    all.add(from);
    remove(to);
    for (String path : all) {
      nodes.put(to + path.substring(from.length()), nodes.remove(path));
    }
  }
}
