package dev.thaw.boot;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.nixos.edit.NixEdit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A module that the configuration has stage 1 load, whether there is hardware for it or not.
 *
 * @param name as it is spelt there, with {@code -} or {@code _}
 * @param file the file's path on the installed system
 * @param line the line in it, from 1
 */
public record ForceLoaded(String name, String file, int line) {

  /** The option that lists them. */
  public static final String OPTION = "boot.initrd.kernelModules";

  private static final Pattern STRING = Pattern.compile("\"([^\"\\\\$]+)\"");

  /** Whether both are names of one module: the kernel takes {@code -} and {@code _} alike. */
  public static boolean same(String one, String other) {
    return one.replace('-', '_').equals(other.replace('-', '_'));
  }

  /** The modules that the text of the installation's configuration lists, in its order. */
  static List<ForceLoaded> in(Installation installation) {
    var found = new ArrayList<ForceLoaded>();
    for (HostFiles.Part part : parts(installation)) {
      try {
        for (String name : strings(part)) {
          // What can be taken out is an element, and no word in a comment.
          if (NixEdit.remove(part.modules(), OPTION, name) instanceof Edit.Changed changed) {
            int line = changed.changes().getFirst().line();
            found.add(new ForceLoaded(name, part.file().path(), line));
          }
        }
      } catch (Trouble e) {
        // A text that can't be read as Nix tells nothing.
        continue;
      }
    }
    return List.copyOf(found);
  }

  private static List<HostFiles.Part> parts(Installation installation) {
    try {
      return HostFiles.of(installation.configuration(), installation.hostName()).own();
    } catch (Trouble e) {
      // Which host it is can't be told: nothing there is known to be its own.
      return List.of();
    }
  }

  private static Iterable<String> strings(HostFiles.Part part) {
    var names = new LinkedHashSet<String>();
    NixEdit.find(part.modules(), OPTION)
        .forEach(place ->
            STRING
                .matcher(place.value())
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(names::add));
    return names;
  }
}
