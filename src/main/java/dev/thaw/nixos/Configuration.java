package dev.thaw.nixos;

import dev.thaw.nixos.eval.FlakeHosts;
import dev.thaw.nixos.eval.Hosts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The text that an installation is built from.
 *
 * @param directory where {@code /etc/nixos} leads, a path on the installed system; empty when there
 *     is none
 * @param files its {@code *.nix} files and {@code flake.lock}, sorted by path
 * @param git the git repository that it is in
 * @param elsewhere other folders of the installed system that hold a {@code flake.nix}
 * @param found what else was found where it lies
 * @param told the hosts of the flake by nix's own word; empty where it was not asked
 */
public record Configuration(
    String directory,
    List<ConfigFile> files,
    Optional<Git> git,
    List<String> elsewhere,
    Found found,
    Optional<FlakeHosts> told) {

  /** No configuration was found. */
  public static final Configuration NONE =
      new Configuration("", List.of(), Optional.empty(), List.of());

  /**
   * A file of the configuration.
   *
   * @param path its path on the installed system
   * @param size in bytes
   * @param text its text, UTF-8; cut when {@code complete} is false
   * @param complete whether all of it was read
   */
  public record ConfigFile(String path, long size, String text, boolean complete) {}

  /**
   * The git repository of a configuration. A file that is not added to it is not there for a flake.
   *
   * @param directory its working folder, a path on the installed system
   * @param owner the user id that owns it; git refuses to read it for anybody else
   * @param branch what HEAD points to; empty when it is detached
   * @param commit the commit, forty digits; empty when it can't be told without git
   */
  public record Git(String directory, int owner, String branch, String commit) {}

  /**
   * What was found beside the files that are read.
   *
   * @param links links, and what they say
   * @param others files that are no Nix, and folders: {@code regular} or {@code directory}
   * @param absent paths where nothing is
   * @param whole whether this is all that lies below the configuration's folder
   */
  public record Found(
      Map<String, String> links, Map<String, String> others, Set<String> absent, boolean whole) {

    /** Nothing. */
    public static final Found NOTHING = new Found(Map.of(), Map.of(), Set.of(), false);

    /** Copies the maps. */
    public Found {
      links = Map.copyOf(links);
      others = Map.copyOf(others);
      absent = Set.copyOf(absent);
    }

    /** Empty: it serves the reader of Nix, and no person. */
    @Override
    public String toString() {
      return "";
    }
  }

  /** Copies the lists. */
  public Configuration {
    files = List.copyOf(files);
    elsewhere = List.copyOf(elsewhere);
  }

  /** One of which only the files are known. */
  public Configuration(
      String directory, List<ConfigFile> files, Optional<Git> git, List<String> elsewhere) {
    this(directory, files, git, elsewhere, Found.NOTHING);
  }

  /** One whose hosts nix was not asked for. */
  public Configuration(
      String directory,
      List<ConfigFile> files,
      Optional<Git> git,
      List<String> elsewhere,
      Found found) {
    this(directory, files, git, elsewhere, found, Optional.empty());
  }

  /** The same, whose hosts nix told. */
  public Configuration told(List<String> hosts) {
    return new Configuration(
        directory, files, git, elsewhere, found, Optional.of(new FlakeHosts(hosts, true)));
  }

  /** Whether {@code nixos-rebuild} takes it for a flake by itself. */
  public boolean isFlake() {
    return flakeFile().isPresent();
  }

  /** The hosts that the flake builds; {@link FlakeHosts#NO_FLAKE} when it is none. */
  public FlakeHosts hosts() {
    return isFlake()
        ? told.orElseGet(() -> Hosts.of(new ConfigurationTree(this), directory).names())
        : FlakeHosts.NO_FLAKE;
  }

  /**
   * The file at that path: absolute, or from the configuration's folder. Links are followed, inside
   * the installed system.
   */
  public Optional<ConfigFile> file(String path) {
    String absolute = absolute(path);
    Optional<ConfigFile> plain = at(absolute);
    return plain.isPresent() || found.links().isEmpty()
        ? plain
        : at(new ConfigurationTree(this).real(absolute));
  }

  /** Where a file of that name is to be found, be it by a link to what was not read. */
  public Optional<String> place(String path) {
    return file(path)
        .map(ConfigFile::path)
        .or(() -> Optional.of(absolute(path)).filter(found.links()::containsKey));
  }

  private String absolute(String path) {
    return path.startsWith("/") ? path : directory + "/" + path;
  }

  private Optional<ConfigFile> at(String absolute) {
    return files.stream().filter(file -> file.path().equals(absolute)).findFirst();
  }

  private Optional<ConfigFile> flakeFile() {
    return directory.isEmpty() ? Optional.empty() : file("flake.nix");
  }
}
