package dev.thaw.boot;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration;
import dev.thaw.nixos.HostFiles;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.edit.Edit;
import dev.thaw.nixos.edit.NixEdit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A module that the configuration has stage 1 load, whether there is hardware for it or not.
 *
 * @param name as it is spelt there, with {@code -} or {@code _}
 * @param file the file's path on the installed system
 * @param line the line in it, from 1
 * @param own whether the installed host is built from that file; else it may be, or another host is
 */
public record ForceLoaded(String name, String file, int line, boolean own) {

  /** The option that lists them. */
  public static final String OPTION = "boot.initrd.kernelModules";

  private static final Pattern STRING = Pattern.compile("\"([^\"\\\\$]+)\"");

  /** Whether both are names of one module: the kernel takes {@code -} and {@code _} alike. */
  public static boolean same(String one, String other) {
    return one.replace('-', '_').equals(other.replace('-', '_'));
  }

  /**
   * The modules that the text of the installation's configuration lists: first those of the host's
   * own files, then those of files that may be its own.
   */
  static List<ForceLoaded> in(Installation installation) {
    var found = new ArrayList<ForceLoaded>();
    Configuration configuration = installation.configuration();
    try {
      HostFiles files = HostFiles.of(configuration, installation.hostName());
      files.own().forEach(part -> found.addAll(in(part, true)));
      files.unsure().forEach(file -> found.addAll(in(HostFiles.Part.whole(file), false)));
    } catch (Trouble e) {
      // Which host it is can't be told: any file may be its own.
      configuration.files().stream()
          .filter(file -> file.path().endsWith(".nix"))
          .forEach(file -> found.addAll(in(HostFiles.Part.whole(file), false)));
    }
    return List.copyOf(found);
  }

  private static List<ForceLoaded> in(HostFiles.Part part, boolean own) {
    var found = new ArrayList<ForceLoaded>();
    try {
      for (String name : strings(part)) {
        // What can be taken out is an element, and no word in a comment.
        if (NixEdit.remove(part.modules(), OPTION, name) instanceof Edit.Changed changed) {
          int line = changed.changes().getFirst().line();
          found.add(new ForceLoaded(name, part.file().path(), line, own));
        }
      }
      return found;
    } catch (Trouble e) {
      // A text that can't be read as Nix tells nothing.
      return found;
    }
  }

  /**
   * Why there may be more than {@link #in} finds, as the end of a sentence; empty if there can't.
   */
  public static Optional<String> doubt(Installation installation) {
    try {
      return HostFiles.of(installation.configuration(), installation.hostName()).doubts().stream()
          .findFirst();
    } catch (Trouble e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  /** Whether the host that is installed can't be told among those of its flake. */
  public static boolean isHostUnknown(Installation installation) {
    try {
      HostFiles.of(installation.configuration(), installation.hostName());
      return false;
    } catch (Trouble e) {
      return true;
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
