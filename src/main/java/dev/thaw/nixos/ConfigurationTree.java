package dev.thaw.nixos;

import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.eval.Tree;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The files of a configuration as a tree, which notes what was asked for and not read yet. */
final class ConfigurationTree implements Tree {

  private static final int MOST_LINKS = 40;

  private final Configuration configuration;
  private final Map<String, ConfigFile> files = new HashMap<>();
  private final Map<String, Map<String, String>> folders = new HashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();

  ConfigurationTree(Configuration configuration) {
    this.configuration = configuration;
    configuration
        .files()
        .forEach(file -> {
          files.put(file.path(), file);
          put(file.path(), "regular");
        });
    configuration.found().others().forEach(this::put);
    configuration.found().links().keySet().forEach(path -> put(path, "symlink"));
  }

  private void put(String path, String kind) {
    int slash = path.lastIndexOf('/');
    if (kind.equals("directory")) {
      folders.computeIfAbsent(path, _ -> new TreeMap<>());
    }
    if (slash >= 0) {
      String parent = path.substring(0, slash);
      boolean known = folders.containsKey(parent);
      folders.computeIfAbsent(parent, _ -> new TreeMap<>()).put(path.substring(slash + 1), kind);
      if (!known && slash > 0) {
        put(parent, "directory");
      }
    }
  }

  /** The paths that were asked for, and that nobody has looked at. */
  Set<String> missing() {
    return missing;
  }

  @Override
  public String real(String path) {
    String todo = path;
    String done = "";
    int links = 0;
    while (!todo.isEmpty()) {
      int slash = todo.indexOf('/', 1);
      String part = slash < 0 ? todo : todo.substring(0, slash);
      todo = slash < 0 ? "" : todo.substring(slash);
      if (part.equals("/..")) {
        done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
        continue;
      }
      String next = part.equals("/") || part.equals("/.") ? done : done + part;
      String target = configuration.found().links().get(next);
      if (target == null) {
        done = next;
        continue;
      }
      links++;
      if (links > MOST_LINKS) {
        return path;
      }
      todo = (target.startsWith("/") ? "" : "/") + target + todo;
      done = target.startsWith("/") ? "" : done;
    }
    return done.isEmpty() ? "/" : done;
  }

  @Override
  public Optional<String> text(String path) {
    String real = real(path);
    ConfigFile file = files.get(real);
    if (file != null && file.complete()) {
      return Optional.of(file.text());
    }
    if (!isKnownAbsent(real)) {
      missing.add(real);
    }
    return Optional.empty();
  }

  @Override
  public boolean isFolder(String path) {
    String real = real(path);
    if (!folders.containsKey(real) && !files.containsKey(real) && !isKnownAbsent(real)) {
      missing.add(real);
    }
    return folders.containsKey(real);
  }

  @Override
  public Optional<Map<String, String>> list(String folder) {
    String real = real(folder);
    if (!folders.containsKey(real) && !isKnownAbsent(real)) {
      missing.add(real);
    }
    return Optional.ofNullable(folders.get(real));
  }

  @Override
  public boolean listsAll(String folder) {
    return configuration.found().whole() && isBelow(real(folder));
  }

  @Override
  public boolean isKnownAbsent(String path) {
    String real = real(path);
    boolean absent = !files.containsKey(real) && !folders.containsKey(real);
    return absent
        && (configuration.found().absent().contains(real)
            || configuration.found().whole() && isBelow(real));
  }

  private boolean isBelow(String path) {
    String folder = configuration.directory();
    return path.equals(folder) || path.startsWith(folder + "/");
  }
}
