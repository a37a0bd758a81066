package dev.thaw.nixos;

import dev.thaw.nixos.Configuration.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which folder is a host's by its name, where no imports tell. Only a folder beside those of other
 * hosts counts: {@code hosts/atlas}, and not {@code modules/atlas}.
 */
final class HostFolders {

  /** What folders are called that hold a folder for each host. */
  private static final Set<String> OF_HOSTS =
      Set.of(
          "hosts",
          "host",
          "machines",
          "machine",
          "systems",
          "nodes",
          "nixos-configurations",
          "nixosConfigurations",
          "configurations",
          "computers",
          "devices");

  /** What folders at the top are called in any configuration, also where a host has that name. */
  private static final Set<String> USUAL =
      Set.of(
          "nixos",
          "modules",
          "home",
          "common",
          "lib",
          "pkgs",
          "users",
          "hosts",
          "machines",
          "systems");

  private final Configuration configuration;
  private final Predicate<String> ofFlake;

  /** {@code ofFlake} tells the files that are modules of the flake itself, and of no host. */
  HostFolders(Configuration configuration, Predicate<String> ofFlake) {
    this.configuration = configuration;
    this.ofFlake = ofFlake;
  }

  /** The files that a host of that name begins with; none when that can't be told. */
  List<String> roots(String host) {
    if (host.isEmpty()) {
      return List.of();
    }
    var places = new LinkedHashSet<String>();
    for (ConfigFile file : configuration.files()) {
      String path = file.path();
      if (!path.startsWith(configuration.directory() + "/") || ofFlake.test(path)) {
        continue;
      }
      String inner = "/" + host + "/";
      for (int folder = path.indexOf(inner, configuration.directory().length());
          folder >= 0;
          folder = path.indexOf(inner, folder + 1)) {
        if (isForHosts(path.substring(0, folder)) && begins(path.substring(0, folder), host)) {
          places.add(path.substring(0, folder) + "/" + host);
        }
      }
      if (path.endsWith("/" + host + ".nix")
          && isForHosts(path.substring(0, path.lastIndexOf('/')))
          && (!isTop(path.substring(0, path.lastIndexOf('/'))) || !USUAL.contains(host))) {
        places.add(path);
      }
    }
    if (places.size() != 1) {
      return List.of();
    }
    String place = places.getFirst();
    if (place.endsWith(".nix")) {
      return List.of(place);
    }
    return List.of(
            place + "/default.nix", place + "/configuration.nix", place + "/" + host + ".nix")
        .stream()
        .filter(path -> configuration.file(path).isPresent() && !ofFlake.test(path))
        .toList();
  }

  /**
   * Where other hosts begin, by their names, in a configuration that has no list of them: at each
   * further configuration.nix, and at what lies in a folder of hosts.
   *
   * @param mine what the host itself is made of
   */
  Map<String, List<String>> beside(String host, Set<String> mine) {
    var beside = new TreeMap<String, List<String>>();
    for (ConfigFile file : configuration.files()) {
      String path = file.path();
      if (!path.startsWith(configuration.directory() + "/") || mine.contains(path)) {
        continue;
      }
      String folder = path.substring(0, path.lastIndexOf('/'));
      String above = folder.substring(0, folder.lastIndexOf('/'));
      boolean main = path.endsWith("/configuration.nix") && !isTop(folder);
      boolean whole = path.endsWith("/default.nix") && !isTop(folder);
      boolean inHosts = whole ? isForHosts(above) && !isTop(above) : isForHosts(folder);
      String name = main || whole ? folder : path.replaceFirst("\\.nix$", "");
      if (main || path.endsWith(".nix") && inHosts && !isTop(folder)) {
        beside
            .computeIfAbsent(name.substring(name.lastIndexOf('/') + 1), _ -> new ArrayList<>())
            .add(path);
      }
    }
    beside.remove(host);
    beside.remove("default");
    return beside;
  }

  private boolean isTop(String folder) {
    return folder.equals(configuration.directory());
  }

  /** At the top are folders of all kinds: a host's is one that its modules begin in. */
  private boolean begins(String folder, String host) {
    String place = folder + "/" + host;
    return !isTop(folder)
        || !USUAL.contains(host)
            && (configuration.file(place + "/default.nix").isPresent()
                || configuration.file(place + "/configuration.nix").isPresent());
  }

  /** Whether a folder is one that holds a folder for each host. */
  private boolean isForHosts(String folder) {
    if (isTop(folder)) {
      return true;
    }
    String path = folder.substring(configuration.directory().length());
    // hosts/x86_64-linux/atlas, configurations/nixos/atlas, nixos/hosts/atlas: the last name, or
    // the one before an architecture or a kind of system.
    String[] names = path.split("/");
    String last = names[names.length - 1];
    boolean between = isBetween(last) && names.length > 1;
    return OF_HOSTS.contains(last) || between && OF_HOSTS.contains(names[names.length - 2]);
  }

  /** Whether a folder of hosts may hold folders of that name, which hold those of the hosts. */
  private static boolean isBetween(String name) {
    return name.matches(".*-linux|nixos");
  }

  /** Whether a file is in a folder beside that of the host, or is named after another host. */
  boolean isOfAnother(String path, String host, List<String> hosts) {
    if (!path.startsWith(configuration.directory() + "/")) {
      return false;
    }
    String inner = path.substring(configuration.directory().length());
    String[] names = inner.split("/");
    for (int i = 1; i < names.length; i++) {
      String before = path.substring(0, path.length() - inner.length());
      String folder = before + String.join("/", List.of(names).subList(0, i));
      String name = names[i].replaceFirst("\\.nix$", "");
      boolean top = isTop(folder);
      if (isForHosts(folder) && !name.equals(host) && !isBetween(name)) {
        if (hosts.contains(name) || !top && !name.equals("default") && !roots(host).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a file is called as a host's own one is. */
  boolean isMain(String path, String host) {
    return path.endsWith("/" + host + ".nix")
        || path.endsWith("/" + host + "/default.nix")
        || path.endsWith("/" + host + "/configuration.nix")
        || path.equals(configuration.directory() + "/configuration.nix");
  }
}
