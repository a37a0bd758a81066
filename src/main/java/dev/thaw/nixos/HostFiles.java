package dev.thaw.nixos;

import static java.util.stream.Collectors.toSet;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.edit.NixEdit;
import dev.thaw.nixos.eval.FlakeHosts;
import dev.thaw.nixos.eval.Hosts;
import dev.thaw.nixos.eval.Reach;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which files of a configuration one host is built from: those that its imports lead to, as far as
 * reading follows them. A file that they do not lead to is never among its own.
 *
 * @param own what the host's imports lead to
 * @param main where settings go that no file has yet; empty when it can't be told
 * @param unsure files that may belong to the host, which only nix can tell
 * @param doubts why there may be such files: ends of sentences; none when all ways were followed
 * @param host its name; empty where nobody asks for one
 * @param allHosts whether all hosts that could share a file are known, and what each is made of
 */
public record HostFiles(
    List<Part> own,
    Optional<Part> main,
    List<ConfigFile> unsure,
    List<String> doubts,
    String host,
    boolean allHosts) {

  /** Written by nixos-generate-config, and perhaps written anew by it. */
  private static final String GENERATED = "hardware-configuration.nix";

  /** Copies the lists. */
  public HostFiles {
    own = List.copyOf(own);
    unsure = List.copyOf(unsure);
    doubts = List.copyOf(doubts);
  }

  /**
   * A file of the host.
   *
   * @param file the file
   * @param at where the host's modules begin that are written within it; none when all of it is one
   * @param sharedWith other hosts that are built from it, too
   */
  public record Part(ConfigFile file, List<Integer> at, List<String> sharedWith) {
    /** Copies the lists. */
    public Part {
      at = List.copyOf(at);
      sharedWith = List.copyOf(sharedWith);
    }

    /** A file that is a module as a whole, and this host's alone. */
    public static Part whole(ConfigFile file) {
      return new Part(file, List.of(), List.of());
    }

    /** Its text, and the modules in it. */
    public NixEdit.Modules modules() {
      return new NixEdit.Modules(file.text(), at);
    }
  }

  /**
   * Tells the files of the host that is installed.
   *
   * @param hostName the installed system's; may be empty
   * @throws Trouble.Refused if the flake has several hosts and which of them this is can't be told
   */
  public static HostFiles of(Configuration configuration, String hostName) {
    return new Finder(configuration, new ConfigurationTree(configuration), hostName).files();
  }

  /** A file that a person named: it is what changes, and nothing else. */
  public static HostFiles only(Part part) {
    return new HostFiles(List.of(part), Optional.of(part), List.of(), List.of(), "", true);
  }

  /**
   * Why the flake's host of the installed name may be another one than was installed: a sentence,
   * where another host says that it is called so, and this one does not.
   *
   * @param hostName the installed system's; may be empty
   */
  public static Optional<String> doubt(Configuration configuration, String hostName) {
    var finder = new Finder(configuration, new ConfigurationTree(configuration), hostName);
    Reach own = finder.reach();
    return finder.doubt(own, finder.others(own));
  }

  /** The paths that the host's imports lead to, or may, and that nobody has looked at. */
  public static Set<String> missing(Configuration configuration, String hostName) {
    var tree = new ConfigurationTree(configuration);
    new Finder(configuration, tree, hostName).reach();
    return tree.missing();
  }

  /**
   * The same, where it is told that the host is built from these of the files that may be its own.
   */
  public HostFiles told(Set<String> paths) {
    var more = new ArrayList<>(own);
    var left = new ArrayList<ConfigFile>();
    for (ConfigFile file : unsure) {
      if (paths.contains(file.path())) {
        more.add(Part.whole(file));
      } else {
        left.add(file);
      }
    }
    return new HostFiles(more, main, left, doubts, host, allHosts);
  }

  /**
   * Whether a host that can't be read whole may be built from this file, too; one that is named
   * after this host, or lies in a folder that is, is its own.
   */
  public boolean mayBeShared(Part part) {
    return !allHosts && !isNamed(part.file().path(), host);
  }

  private static boolean isNamed(String path, String host) {
    return List.of(path.replaceFirst("\\.nix$", "").split("/")).contains(host);
  }

  /** Whether {@code nixos-generate-config} wrote it, so that changes belong elsewhere. */
  public static boolean isGenerated(ConfigFile file) {
    return file.path().endsWith("/" + GENERATED)
        || file.text().startsWith("# Do not modify this file!  It was generated by");
  }

  private static final class Finder {
    private static final String NAME_IT =
        "Name the file, as the last argument: remove(…, …, \"FILE\").";

    private final Configuration configuration;
    private final Hosts hosts;
    private final FlakeHosts names;
    private final String installed;
    private final String host;
    private final HostFolders folders;
    private final ConfigurationTree tree;

    Finder(Configuration configuration, ConfigurationTree tree, String hostName) {
      this.configuration = configuration;
      this.tree = tree;
      this.hosts = Hosts.of(tree, configuration.directory());
      this.names =
          configuration.told().filter(_ -> configuration.isFlake()).orElseGet(hosts::names);
      this.folders = new HostFolders(configuration, hosts::isOfFlake);
      this.installed = hostName;
      this.host = configuration.isFlake() && !names.names().isEmpty() ? host(hostName) : hostName;
    }

    private String host(String hostName) {
      return names
          .hostOf(hostName)
          .orElseThrow(() ->
              new Trouble.Undecided(
                  "Which host of the flake this is can't be told: the installed system is called "
                      + (hostName.isEmpty() ? "nothing" : Clean.line(hostName))
                      + ", the flake has "
                      + Clean.line(String.join(", ", names.names()))
                      + ".",
                  NAME_IT));
    }

    Reach reach() {
      return reach(host);
    }

    /** What a host's imports lead to, from the flake's output or from the folder of its name. */
    private Reach reach(String name) {
      Optional<Reach> said = hosts.of(name);
      // The flake's own word counts, also where it leaves some modules in doubt.
      if (said.isPresent() && (!said.get().modules().isEmpty() || said.get().doubts().isEmpty())) {
        return said.get();
      }
      String usual = configuration.directory() + "/configuration.nix";
      // It may be a link that leads anywhere.
      boolean plain = !configuration.isFlake() && name.equals(host) && !tree.isKnownAbsent(usual);
      List<String> roots = plain ? List.of(usual) : folders.roots(name);
      Reach more = hosts.from(roots);
      var modules = new ArrayList<>(more.modules());
      var doubts = new ArrayList<>(more.doubts());
      said.ifPresent(reach -> {
        modules.addAll(reach.modules());
        doubts.addAll(reach.doubts());
      });
      if (said.isEmpty() && (configuration.isFlake() || roots.isEmpty())) {
        doubts.add("what the host " + name + " is made of can't be read");
      }
      return new Reach(modules, doubts, more.absent());
    }

    /** The other hosts, as far as they are known, with what their imports lead to. */
    Map<String, Reach> others(Reach own) {
      var others = new LinkedHashMap<String, Reach>();
      if (!configuration.isFlake()) {
        Set<String> mine = own.modules().stream().map(Reach.Module::path).collect(toSet());
        folders.beside(host, mine).forEach((name, roots) -> others.put(name, hosts.from(roots)));
      }
      for (String name : names.names()) {
        if (!name.equals(host)) {
          others.put(name, reach(name));
        }
      }
      return others;
    }

    Optional<String> doubt(Reach own, Map<String, Reach> others) {
      if (!configuration.isFlake() || !host.equals(installed) || isCalled(own)) {
        return Optional.empty();
      }
      return others.entrySet().stream()
          .filter(other -> isCalled(other.getValue()))
          .findFirst()
          .map(other ->
              "Which host of the flake this is can't be told: the installed system is called "
                  + Clean.line(installed)
                  + "; the flake's host "
                  + Clean.line(other.getKey())
                  + " calls itself that, and its host "
                  + Clean.line(host)
                  + " does not.");
    }

    /** Whether its modules give it that name, in so many words. */
    private boolean isCalled(Reach reach) {
      return parts(reach, Map.of()).stream()
          .filter(part -> part.file().text().contains("hostName"))
          .anyMatch(part -> {
            try {
              return NixEdit.find(part.modules(), "networking.hostName").stream()
                  .anyMatch(place -> place.value().endsWith(NixEdit.quoted(installed)));
            } catch (Trouble e) {
              // A text that can't be read as Nix tells nothing.
              return false;
            }
          });
    }

    HostFiles files() {
      Reach reach = reach();
      Map<String, Reach> others = others(reach);
      doubt(reach, others)
          .ifPresent(sentence -> {
            throw new Trouble.Undecided(sentence, NAME_IT);
          });
      List<Part> own = parts(reach, others);
      return new HostFiles(
          own,
          main(own),
          unsure(reach, own, others),
          reach.doubts(),
          host,
          (!configuration.isFlake() || names.complete())
              && others.values().stream().allMatch(other -> other.doubts().isEmpty()));
    }

    private List<Part> parts(Reach reach, Map<String, Reach> others) {
      var places = new LinkedHashMap<String, Set<Integer>>();
      for (Reach.Module module : reach.modules()) {
        if (module.doubt().isEmpty()) {
          places.computeIfAbsent(module.path(), _ -> new LinkedHashSet<>()).add(module.at());
        }
      }
      var parts = new ArrayList<Part>();
      places.forEach((path, at) ->
          configuration
              .file(path)
              .ifPresent(file -> {
                boolean whole = at.contains(Reach.WHOLE);
                parts.add(
                    new Part(file, whole ? List.of() : List.copyOf(at), sharing(path, at, others)));
              }));
      return parts;
    }

    /** The other hosts that have this module of the file, or one of these. */
    private static List<String> sharing(String path, Set<Integer> at, Map<String, Reach> others) {
      return others.entrySet().stream()
          .filter(other ->
              other.getValue().modules().stream()
                  .anyMatch(m -> m.path().equals(path) && at.contains(m.at())))
          .map(Map.Entry::getKey)
          .toList();
    }

    private List<ConfigFile> unsure(Reach reach, List<Part> own, Map<String, Reach> others) {
      var taken = new LinkedHashSet<String>();
      own.forEach(part -> taken.add(part.file().path()));
      var doubtful = new LinkedHashSet<String>();
      reach.modules().stream().map(Reach.Module::path).forEach(doubtful::add);
      // What another host is built from may be this one's, too, where not all of it can be read.
      var theirs = new LinkedHashSet<String>();
      others.forEach((name, other) ->
          other.modules().stream()
              .map(Reach.Module::path)
              .filter(path -> isNamed(path, name))
              .forEach(theirs::add));
      return configuration.files().stream()
          .filter(file -> file.path().endsWith(".nix") && !taken.contains(file.path()))
          .filter(file -> !file.path().equals(configuration.directory() + "/flake.nix"))
          .filter(file ->
              doubtful.contains(file.path())
                  || !reach.doubts().isEmpty()
                      && !hosts.isOfFlake(file.path())
                      && !theirs.contains(file.path())
                      && !folders.isOfAnother(file.path(), host, names.names()))
          .toList();
    }

    /** A file of the host alone comes before one that others share, its own name before others. */
    private Optional<Part> main(List<Part> own) {
      List<Part> mine =
          own.stream()
              .filter(part -> part.sharedWith().isEmpty() && !isGenerated(part.file()))
              .toList();
      List<Part> named =
          mine.stream().filter(part -> folders.isMain(part.file().path(), host)).toList();
      return named.stream()
          .filter(part -> part.at().isEmpty())
          .findFirst()
          .or(() -> named.stream().findFirst())
          .or(() ->
              mine.stream()
                  .filter(part -> isNamed(part.file().path(), host))
                  .min(Comparator.comparingInt(part -> part.file().path().split("/").length)))
          .or(() -> mine.stream().filter(part -> part.at().isEmpty()).findFirst())
          .or(() -> mine.stream().findFirst());
    }
  }
}
