package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Found;
import dev.thaw.nixos.Configuration.Git;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the configuration of one installation from the sections of {@code survey.sh}. */
final class ConfigurationReader {

  /** How much of a file the survey reads. */
  private static final int FILE_LIMIT = 262144;

  private ConfigurationReader() {}

  /**
   * Reads the installation with this number.
   *
   * @param root where it was put together: comes off the paths
   */
  static Configuration read(Sections sections, String number, String root) {
    Fields fields = Fields.of(sections, "config " + number);
    var files = new TreeMap<String, ConfigFile>();
    for (var file : BootReader.files(Fields.bytes(sections, "files " + number), FILE_LIMIT)) {
      String path = below(root, file.path());
      files.put(path, new ConfigFile(path, file.size(), file.text(), file.complete()));
    }
    boolean exists = sections.find("files " + number).isPresent();
    String directory = exists ? fields.get("directory") : "";
    List<String> elsewhere =
        fields.all().getOrDefault("elsewhere", List.of()).stream()
            .map(path -> below(root, path).replaceFirst("/flake\\.nix$", ""))
            .filter(folder -> !folder.equals(directory))
            .sorted(Comparator.naturalOrder())
            .toList();
    Found found = listing(sections, number, root, files);
    return new Configuration(directory, List.copyOf(files.values()), git(fields), elsewhere, found);
  }

  /** What lies there; Nix files that were not read are put among the files, without their text. */
  private static Found listing(
      Sections sections, String number, String root, Map<String, ConfigFile> files) {
    String[] words =
        new String(Fields.bytes(sections, "listing " + number), StandardCharsets.UTF_8)
            .split("\0", -1);
    var links = new HashMap<String, String>();
    var others = new HashMap<String, String>();
    int at = 0;
    boolean whole = false;
    while (at < words.length && !words[at].isEmpty()) {
      whole = words[at].equals("end");
      if (whole) {
        at++;
        continue;
      }
      if (at + 4 >= words.length) {
        break;
      }
      String path = below(root, words[at + 1]);
      switch (words[at]) {
        case "l" -> links.put(path, words[at + 3]);
        case "d" -> others.put(path, "directory");
        case "f" -> {
          if (path.endsWith(".nix")) {
            long size = Fields.number(words[at + 2], 0);
            files.putIfAbsent(path, new ConfigFile(path, size, "", false));
          } else {
            others.put(path, "regular");
          }
        }
        default -> others.put(path, "unknown");
      }
      at += 4;
    }
    return new Found(links, others, Set.of(), whole);
  }

  private static String below(String root, String path) {
    return path.startsWith(root) ? path.substring(root.length()) : path;
  }

  private static Optional<Git> git(Fields fields) {
    if (fields.get("git").isEmpty()) {
      return Optional.empty();
    }
    String head = fields.line("head");
    boolean branch = head.startsWith("ref: ");
    String ref = branch ? head.substring("ref: ".length()) : "";
    String commit = branch ? fields.line("commit") : head;
    if (commit.isEmpty()) {
      commit =
          fields
              .get("packed")
              .lines()
              .filter(line -> line.endsWith(" " + ref))
              .map(line -> line.substring(0, line.indexOf(' ')))
              .findFirst()
              .orElse("");
    }
    return Optional.of(
        new Git(
            fields.get("git"),
            (int) fields.number("owner"),
            ref.replaceFirst("^refs/heads/", ""),
            commit.matches("[0-9a-f]{40,64}") ? commit : ""));
  }
}
