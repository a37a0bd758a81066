package dev.thaw.nixos.eval;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files by their paths: all that there are. */
public record Files(Map<String, String> texts) implements Tree {

  @Override
  public String real(String path) {
    return path;
  }

  @Override
  public Optional<String> text(String path) {
    return Optional.ofNullable(texts.get(path));
  }

  @Override
  public boolean isFolder(String path) {
    return texts.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
  }

  @Override
  public Optional<Map<String, String>> list(String folder) {
    var all = new TreeMap<String, String>();
    for (String file : texts.keySet()) {
      if (file.startsWith(folder + "/")) {
        String inner = file.substring(folder.length() + 1);
        int slash = inner.indexOf('/');
        all.put(slash < 0 ? inner : inner.substring(0, slash), slash < 0 ? "regular" : "directory");
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  @Override
  public boolean listsAll(String folder) {
    return true;
  }

  @Override
  public boolean isKnownAbsent(String path) {
    return !texts.containsKey(path) && !isFolder(path);
  }
}
