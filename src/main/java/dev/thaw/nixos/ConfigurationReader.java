package dev.thaw.nixos;

import dev.thaw.machine.Probe.Sections;
import dev.thaw.nixos.Configuration.ConfigFile;
import dev.thaw.nixos.Configuration.Found;
import dev.thaw.nixos.Configuration.Git;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the configuration of one installation from the sections of {@code survey.sh}. */
final class ConfigurationReader {

  private ConfigurationReader() {}

  /**
   * Reads the installation with this number.
   *
   * @param root where it was put together: comes off the paths
   */
  static Configuration read(Sections sections, String number, String root) {
    Fields fields = Fields.of(sections, SurveyFormat.config(number));
    var files = new TreeMap<String, ConfigFile>();
    for (var file :
        SurveyRows.Text.read(
            Fields.bytes(sections, SurveyFormat.files(number)), SurveyFormat.FILE_LIMIT)) {
      String path = below(root, file.path());
      files.put(path, new ConfigFile(path, file.size(), file.text(), file.complete()));
    }
    boolean exists = sections.find(SurveyFormat.files(number)).isPresent();
    String directory = exists ? fields.get(SurveyKeys.Configuration.DIRECTORY) : "";
    List<String> elsewhere =
        fields.all().getOrDefault(SurveyKeys.Configuration.ELSEWHERE.text(), List.of()).stream()
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
    SurveyRows.Listing listing =
        SurveyRows.Listing.read(Fields.bytes(sections, SurveyFormat.listing(number)));
    var links = new HashMap<String, String>();
    var others = new HashMap<String, String>();
    for (SurveyRows.Listed one : listing.rows()) {
      String path = below(root, one.path());
      switch (one.kind()) {
        case "l" -> links.put(path, one.target());
        case "d" -> others.put(path, "directory");
        case "f" -> {
          if (path.endsWith(".nix")) {
            files.putIfAbsent(path, new ConfigFile(path, one.size(), "", false));
          } else {
            others.put(path, "regular");
          }
        }
        default -> others.put(path, "unknown");
      }
    }
    return new Found(links, others, Set.of(), listing.whole());
  }

  private static String below(String root, String path) {
    return path.startsWith(root) ? path.substring(root.length()) : path;
  }

  private static Optional<Git> git(Fields fields) {
    if (fields.get(SurveyKeys.Configuration.GIT).isEmpty()) {
      return Optional.empty();
    }
    String head = fields.line(SurveyKeys.Configuration.HEAD);
    boolean branch = head.startsWith("ref: ");
    String ref = branch ? head.substring("ref: ".length()) : "";
    String commit = branch ? fields.line(SurveyKeys.Configuration.COMMIT) : head;
    if (commit.isEmpty()) {
      commit =
          fields
              .get(SurveyKeys.Configuration.PACKED)
              .lines()
              .filter(line -> line.endsWith(" " + ref))
              .map(line -> line.substring(0, line.indexOf(' ')))
              .findFirst()
              .orElse("");
    }
    return Optional.of(
        new Git(
            fields.get(SurveyKeys.Configuration.GIT),
            (int) fields.number(SurveyKeys.Configuration.OWNER),
            ref.replaceFirst("^refs/heads/", ""),
            commit.matches("[0-9a-f]{40,64}") ? commit : ""));
  }
}
