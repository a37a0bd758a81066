package dev.thaw.practice.nix;

import dev.thaw.practice.state.Content;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Nix's database: for each path of the store the hash of what it held when it was made, and the
 * paths that it needs. Here it is a text, a line each with tabs between.
 */
public final class NixDatabase {

  private static final String FILE = "/nix/var/nix/db/db.sqlite";
  private static final Pattern REFERENCE =
      Pattern.compile("/nix/store/[0-9a-z]{32}-[0-9A-Za-z+._?=-]+");

  private final Map<String, String[]> rows = new LinkedHashMap<>();
  private final MountNamespace namespace;

  private NixDatabase(MountNamespace namespace) {
    this.namespace = namespace;
    for (String line : namespace.text(FILE).lines().toList()) {
      String[] row = line.split("\t", -1);
      if (row.length == 3) {
        rows.put(row[0], row);
      }
    }
  }

  /** The database of the store that is seen there. */
  public static NixDatabase of(MountNamespace namespace) {
    return new NixDatabase(namespace);
  }

  /** Enters a path as it is now. */
  static void register(MountNamespace namespace, String path) {
    var database = new NixDatabase(namespace);
    Set<String> references = new TreeSet<>();
    String hash = hash(namespace, path, references).orElseThrow();
    references.remove(path);
    database.rows.put(path, new String[] {path, hash, String.join(" ", references)});
    namespace.mkdirs(MountNamespace.parent(FILE));
    namespace.write(
        FILE,
        new Content.Text(
            database.rows.values().stream()
                .map(row -> String.join("\t", row) + "\n")
                .collect(Collectors.joining())),
        0644);
  }

  /** Whether it knows the path. */
  public boolean isValid(String path) {
    return rows.containsKey(path);
  }

  /** What a path needs, with all that those need, and itself. */
  public List<String> closure(String path) {
    var found = new LinkedHashSet<String>();
    var todo = new ArrayDeque<>(List.of(path));
    while (!todo.isEmpty()) {
      String next = todo.pop();
      if (rows.containsKey(next) && found.add(next)) {
        for (String reference : rows.get(next)[2].split(" ")) {
          todo.add(reference);
        }
      }
    }
    return found.stream().sorted().toList();
  }

  /** Whether the path holds what it held when it was made; empty where it is not there. */
  public Optional<Boolean> isAsMade(String path) {
    String[] row = rows.getOrDefault(path, new String[] {path, "", ""});
    return hash(namespace, path, new TreeSet<>()).map(row[1]::equals);
  }

  private static Optional<String> hash(
      MountNamespace namespace, String path, Set<String> references) {
    if (namespace.findLink(path).isEmpty()) {
      return Optional.empty();
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(namespace, path, digest, references);
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(
      MountNamespace namespace, String path, MessageDigest digest, Set<String> references) {
    Node node = namespace.findLink(path).orElseThrow();
    text(digest, node.kind() + path);
    if (node.isDirectory()) {
      namespace.list(path).forEach(name -> add(namespace, path + "/" + name, digest, references));
      return;
    }
    switch (node.content()) {
      case Content.Text(String text) -> {
        text(digest, text);
        REFERENCE.matcher(text).results().map(MatchResult::group).forEach(references::add);
      }
      case Content.Bytes(byte[] bytes) -> digest.update(bytes);
      case Content.Filler(String seed, long size) -> text(digest, seed + size);
      case Content.Initrd(var image) -> text(digest, image.toString());
    }
  }

  private static void text(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
