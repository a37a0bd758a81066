package dev.thaw.practice.probes;

import dev.thaw.machine.NulText;
import dev.thaw.nixos.SurveyFormat;
import dev.thaw.nixos.SurveyKeys.Configuration;
import dev.thaw.nixos.SurveyRows;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of {@code survey.sh} about an installation's configuration. */
final class SurveyConfiguration {

  /** Where else flakes are looked for, and how deep. */
  private static final List<String> ELSEWHERE =
      List.of("/home", "/root", "/persist", "/persistent", "/srv", "/etc");

  private static final int ELSEWHERE_DEPTH = 4;
  private static final String FLAKE = "flake.nix";

  private final MountNamespace namespace;
  private final String at;
  private final String config;

  /**
   * The configuration of an installation.
   *
   * @param at where it is put together: what paths begin with
   */
  SurveyConfiguration(MountNamespace namespace, String at) {
    this.namespace = namespace;
    this.at = at;
    this.config =
        namespace.isFile("/etc/nixos/" + FLAKE)
            ? MountNamespace.parent(namespace.leads("/etc/nixos/" + FLAKE).path())
            : namespace.leads("/etc/nixos").path();
  }

  /** Adds the sections on it. */
  void add(Answer answer, int number) {
    answer.bytes(SurveyFormat.config(number), 0, facts());
    if (!namespace.isDirectory(config)) {
      return;
    }
    var listing = new NulText();
    var files = new NulText();
    for (String folder : folders()) {
      everything(folder).forEach(path -> list(path, listing));
      SurveyRows.Listed.printEnd(listing);
      everything(folder).stream()
          .filter(this::isNix)
          .forEach(path -> {
            byte[] content = namespace.content(path).read();
            SurveyRows.Text.print(files, at + path, content, SurveyFormat.FILE_LIMIT);
          });
    }
    answer.bytes(SurveyFormat.listing(number), 0, listing.bytes());
    answer.bytes(SurveyFormat.files(number), 0, files.bytes());
  }

  private byte[] facts() {
    var facts = new NulText();
    add(facts, Configuration.DIRECTORY, config);
    String repository = config;
    while (repository.length() > 1 && namespace.find(repository + "/.git").isEmpty()) {
      repository = MountNamespace.parent(repository);
    }
    if (repository.length() > 1) {
      String git = repository + "/.git";
      String head = namespace.text(git + "/HEAD");
      add(facts, Configuration.GIT, repository);
      add(facts, Configuration.OWNER, namespace.node(repository).uid());
      add(facts, Configuration.HEAD, head);
      Optional<String> ref =
          head.lines()
              .filter(line -> line.startsWith("ref: "))
              .map(line -> line.substring("ref: ".length()))
              .findFirst();
      if (ref.isPresent()) {
        add(facts, Configuration.COMMIT, namespace.text(git + "/" + ref.get()));
        add(facts, Configuration.PACKED, namespace.text(git + "/packed-refs"));
      }
    }
    ELSEWHERE.stream()
        .filter(namespace::isDirectory)
        .flatMap(folder -> flakes(namespace.leads(folder).path(), 1).stream())
        .forEach(path -> add(facts, Configuration.ELSEWHERE, at + path));
    return facts.bytes();
  }

  private static void add(NulText text, Configuration key, Object value) {
    text.add(key.text(), value);
  }

  private List<String> flakes(String folder, int depth) {
    var found = new ArrayList<String>();
    for (String name : namespace.list(folder)) {
      String path = folder + "/" + name;
      Optional<Node> node = namespace.findLink(path);
      if (node.filter(Node::isFile).isPresent() && name.equals(FLAKE)) {
        found.add(path);
      } else if (node.filter(Node::isDirectory).isPresent() && depth < ELSEWHERE_DEPTH) {
        found.addAll(flakes(path, depth + 1));
      }
    }
    return found;
  }

  /** The configuration's folder, and before it those that its main files are links to. */
  private List<String> folders() {
    var folders = new ArrayList<String>();
    for (String name : List.of("configuration.nix", FLAKE)) {
      if (namespace.isFile(config + "/" + name)) {
        folders.add(MountNamespace.parent(namespace.leads(config + "/" + name).path()));
      }
    }
    folders.removeIf(config::equals);
    folders.add(config);
    return folders;
  }

  /** A folder and what lies below it, {@code .git} aside. */
  private List<String> everything(String folder) {
    var all = new ArrayList<>(List.of(folder));
    for (String name : namespace.list(folder)) {
      String path = folder + "/" + name;
      boolean inner = namespace.findLink(path).filter(Node::isDirectory).isPresent();
      if (!name.equals(".git")) {
        all.addAll(inner ? everything(path) : List.of(path));
      }
    }
    return all;
  }

  private boolean isNix(String path) {
    return (path.endsWith(".nix") || path.endsWith("/flake.lock"))
        && namespace.findLink(path).filter(Node::isFile).isPresent();
  }

  private void list(String path, NulText listing) {
    Node node = namespace.findLink(path).orElseThrow();
    String kind = node.isDirectory() ? "d" : node.isLink() ? "l" : "f";
    String target = node.isLink() ? node.target() : "";
    new SurveyRows.Listed(kind, at + path, node.size(), target).print(listing);
  }
}
