package dev.thaw.nixos.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files below a folder. */
final class Folders {

  private static final int DEEPEST = 20;

  private Folders() {}

  /** The paths of all files below a folder, as {@code listFilesRecursive} gives them. */
  static List<Lazy> files(Tree tree, String folder) {
    var all = new ArrayList<Lazy>();
    add(tree, folder, all, false, 0);
    return all;
  }

  /** The modules below a folder, as {@code import-tree} takes them: none with {@code /_}. */
  static List<Lazy> modules(Tree tree, String folder) {
    var all = new ArrayList<Lazy>();
    add(tree, folder, all, true, 0);
    return all;
  }

  private static void add(Tree tree, String folder, List<Lazy> all, boolean modules, int deep) {
    for (Map.Entry<String, String> one : tree.list(folder).orElse(Map.of()).entrySet()) {
      String name = one.getKey();
      boolean left = modules && name.startsWith("_");
      if (one.getValue().equals("directory") && !left && deep < DEEPEST) {
        add(tree, folder + "/" + name, all, modules, deep + 1);
      } else if (!one.getValue().equals("directory")
          && !left
          && (!modules || name.endsWith(".nix"))) {
        all.add(Lazy.of(new Value.At(folder + "/" + name)));
      }
    }
  }
}
