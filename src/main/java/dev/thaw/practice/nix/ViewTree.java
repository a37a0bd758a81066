package dev.thaw.practice.nix;

import dev.thaw.nixos.eval.Tree;
import dev.thaw.practice.state.MountNamespace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the practice machine, for what reads a configuration. */
record ViewTree(MountNamespace namespace) implements Tree {

  @Override
  public String real(String path) {
    return namespace.leads(path).path();
  }

  @Override
  public Optional<String> text(String path) {
    return namespace.isFile(path) ? Optional.of(namespace.text(path)) : Optional.empty();
  }

  @Override
  public boolean isFolder(String path) {
    return namespace.isDirectory(path);
  }

  @Override
  public Optional<Map<String, String>> list(String folder) {
    if (!namespace.isDirectory(folder)) {
      return Optional.empty();
    }
    var all = new LinkedHashMap<String, String>();
    for (String name : namespace.list(folder)) {
      all.put(name, namespace.isDirectory(folder + "/" + name) ? "directory" : "regular");
    }
    return Optional.of(all);
  }

  @Override
  public boolean listsAll(String folder) {
    return true;
  }

  @Override
  public boolean isKnownAbsent(String path) {
    return namespace.find(path).isEmpty();
  }
}
