package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Git;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    return new Configuration(directory, List.copyOf(files.values()), git(fields), elsewhere);
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
