package dev.thaw.nixos;

import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Found;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what a configuration's imports lead to and the survey did not read: what lies outside of
 * its folder, behind links, or is too large.
 */
public final class MoreFiles {

  private static final Probe PROBE =
      Probe.of(
          MoreFiles.class, "more", "read more files of the configuration", Duration.ofMinutes(1));

  /** So many looks at most: each import may lead to another one. */
  private static final int MOST_ROUNDS = 25;

  private static final int MOST_AT_ONCE = 200;

  private MoreFiles() {}

  /**
   * The configuration with all that its host's imports lead to.
   *
   * @param root where the installed system is mounted
   * @param hostName the host's
   */
  public static Configuration read(
      Machine machine, String root, Configuration configuration, String hostName) {
    Configuration all = configuration;
    var asked = new HashSet<String>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<String> missing =
          HostFiles.missing(all, hostName).stream().filter(asked::add).limit(MOST_AT_ONCE).toList();
      if (missing.isEmpty()) {
        break;
      }
      try {
        all = with(all, root, missing, PROBE.run(machine, arguments(root, missing)));
      } catch (Trouble.Failed e) {
        // What could not be read stays unread, and is said to be.
        break;
      }
    }
    return all;
  }

  private static String[] arguments(String root, List<String> paths) {
    var all = new ArrayList<>(List.of(root));
    all.addAll(paths);
    return all.toArray(String[]::new);
  }

  private static Configuration with(
      Configuration before, String root, Collection<String> paths, Probe.Sections sections) {
    var files = new TreeMap<String, ConfigFile>();
    before.files().forEach(file -> files.put(file.path(), file));
    Map<String, String> links = new HashMap<>(before.found().links());
    Map<String, String> others = new HashMap<>(before.found().others());
    var absent = new HashSet<>(before.found().absent());
    int number = 0;
    for (String path : paths) {
      number++;
      String place = sections.find(MoreFormat.place(number)).map(Probe.Section::text).orElse("");
      if (!place.startsWith(root)) {
        absent.add(path);
        continue;
      }
      String real = place.substring(root.length());
      if (!real.equals(path)) {
        links.put(path, real);
      }
      if (sections.find(MoreFormat.content(number)).isPresent()) {
        byte[] content = sections.find(MoreFormat.content(number)).get().out();
        long size = Fields.number(sections.text(MoreFormat.size(number)).strip(), content.length);
        String text = new String(content, StandardCharsets.UTF_8);
        files.put(real, new ConfigFile(real, size, text, size == content.length));
      } else {
        others.put(real, "directory");
        String[] words = sections.text(MoreFormat.list(number)).split("\0");
        for (int i = 0; i + 1 < words.length; i += 2) {
          String inner = real + "/" + words[i + 1];
          switch (words[i]) {
            case "d" -> others.put(inner, "directory");
            case "l" -> {}
            default -> {
              if (inner.endsWith(".nix")) {
                files.putIfAbsent(inner, new ConfigFile(inner, 0, "", false));
              } else {
                others.put(inner, "regular");
              }
            }
          }
        }
      }
    }
    return new Configuration(
        before.directory(),
        List.copyOf(files.values()),
        before.git(),
        before.elsewhere(),
        new Found(links, others, absent, before.found().whole()),
        before.told());
  }
}
