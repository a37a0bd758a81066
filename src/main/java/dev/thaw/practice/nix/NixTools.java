package dev.thaw.practice.nix;

import dev.thaw.practice.programs.Invocation;
import dev.thaw.practice.programs.Options;
import dev.thaw.practice.state.MountNamespace;
import dev.thaw.practice.state.Node;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Nix's own programs, as far as a rescue needs them. */
public final class NixTools {

  private static final Set<String> INSTALLED_ONLY =
      Set.of("nixos-rebuild", "switch-to-configuration", "nixos-version");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final long DAY = 24 * 3600;

  private NixTools() {}

  /** Whether a program is there: some belong to an installed system only. */
  public static boolean isThere(Invocation invocation, String program) {
    return !INSTALLED_ONLY.contains(program) || !invocation.namespace().root().isEmpty();
  }

  /** A time as nix prints it. */
  static String date(long time) {
    return DATE.format(Instant.ofEpochSecond(time));
  }

  /** {@code nixos-version}. */
  public static int nixosVersion(Invocation invocation) {
    invocation.line(invocation.namespace().text(NixProfile.SYSTEM + "/nixos-version"));
    return 0;
  }

  /** {@code nix-env}: the generations of a profile. */
  public static int nixEnv(Invocation invocation) {
    Options options =
        Options.of(
            invocation.arguments(),
            "p= profile= list-generations switch-generation= G= rollback delete-generations set=");
    MountNamespace namespace = invocation.namespace();
    String path =
        options.value("p", "profile").orElse("/nix/var/nix/profiles/per-user/root/profile");
    NixProfile profile = new NixProfile(namespace, path);
    if (options.has("list-generations")) {
      for (NixProfile.Link link : profile.links()) {
        invocation.line(
            "%4d   %s   %s"
                .formatted(
                    link.number(),
                    date(link.time()),
                    link.number() == profile.current() ? "(current)" : ""));
      }
      return 0;
    }
    if (options.has("rollback")) {
      Optional<Integer> older =
          profile.links().stream()
              .map(NixProfile.Link::number)
              .filter(number -> number < profile.current())
              .reduce((a, b) -> b);
      if (older.isEmpty()) {
        return invocation.fail(
            1,
            "error: no profile version older than the current (" + profile.current() + ") exists");
      }
      return point(invocation, profile, older.get());
    }
    Optional<String> wanted = options.value("switch-generation", "G");
    if (wanted.isPresent()) {
      if (!wanted.get().matches("\\d{1,9}")
          || profile.generation(Integer.parseInt(wanted.get())).isEmpty()) {
        return invocation.fail(1, "error: profile version " + wanted.get() + " does not exist");
      }
      return point(invocation, profile, Integer.parseInt(wanted.get()));
    }
    if (options.value("set").isPresent()) {
      profile.set(options.value("set").get(), invocation.state().now());
      return 0;
    }
    if (options.has("delete-generations")) {
      return delete(invocation, profile, options.rest());
    }
    return invocation.fail(
        1, "error: no operation specified\nTry 'nix-env --help' for more information.");
  }

  private static int point(Invocation invocation, NixProfile profile, int number) {
    invocation.complain(
        "switching profile from version " + profile.current() + " to " + number + "\n");
    profile.point(number, invocation.state().now());
    return 0;
  }

  private static int delete(Invocation invocation, NixProfile profile, List<String> which) {
    List<Integer> going;
    try {
      going = going(profile, which, invocation.state().now());
    } catch (IllegalArgumentException e) {
      return invocation.fail(1, "error: " + e.getMessage());
    }
    for (int number : going) {
      invocation.complain("removing profile version " + number + "\n");
      invocation.namespace().remove(profile.path() + "-" + number + "-link");
    }
    return 0;
  }

  /**
   * The generations that go: all but the current one, all but so many, the older ones, or these.
   */
  private static List<Integer> going(NixProfile profile, List<String> which, long now) {
    int current = profile.current();
    List<NixProfile.Link> links = profile.links();
    String word = which.size() == 1 ? which.getFirst() : "";
    if (word.equals("old")) {
      return numbers(links.stream().filter(link -> link.number() != current));
    }
    if (word.startsWith("+")) {
      int keep = number(word.substring(1), "invalid number of generations to keep '" + word + "'");
      if (keep == 0) {
        throw new IllegalArgumentException(
            "Must keep at least one generation, otherwise the current one would be deleted");
      }
      List<NixProfile.Link> counted =
          links.stream().filter(link -> link.number() <= current).toList();
      return numbers(counted.stream().limit(Math.max(0, counted.size() - keep)));
    }
    if (word.endsWith("d")) {
      String days = word.substring(0, word.length() - 1);
      long then = now - DAY * number(days, "invalid number of days specifier '" + word + "'");
      List<NixProfile.Link> older = links.stream().filter(link -> link.time() < then).toList();
      // The last of them was the current one at that time: it stays.
      return numbers(
          older.stream()
              .limit(Math.max(0, older.size() - 1))
              .filter(link -> link.number() != current));
    }
    List<Integer> named =
        which.stream().map(n -> number(n, "invalid generation number '" + n + "'")).toList();
    if (named.contains(current)) {
      throw new IllegalArgumentException(
          "cannot delete current version of profile '" + profile.path() + "'");
    }
    return numbers(links.stream().filter(link -> named.contains(link.number())));
  }

  private static List<Integer> numbers(Stream<NixProfile.Link> links) {
    return links.map(NixProfile.Link::number).toList();
  }

  private static int number(String text, String otherwise) {
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(otherwise);
    }
    return Integer.parseInt(text);
  }

  /** {@code nix-collect-garbage}: takes away what no generation needs. */
  public static int collectGarbage(Invocation invocation) {
    Options options = Options.of(invocation.arguments(), "d delete-old");
    MountNamespace namespace = invocation.namespace();
    NixProfile profile = NixProfile.of(namespace);
    if (options.has("d", "delete-old")) {
      delete(invocation, profile, List.of("old"));
    }
    var keep = new HashSet<String>();
    NixDatabase database = NixDatabase.of(namespace);
    profile.links().forEach(link -> keep.addAll(database.closure(link.toplevel())));
    namespace.list("/nix/var/nix/profiles/per-user/root").stream()
        .map(name -> namespace.findLink("/nix/var/nix/profiles/per-user/root/" + name))
        .flatMap(Optional::stream)
        .filter(Node::isLink)
        .forEach(node -> keep.add(node.target()));
    var gone = new ArrayList<String>();
    for (String name : namespace.list("/nix/store")) {
      if (!keep.contains("/nix/store/" + name)) {
        gone.add(name);
      }
    }
    invocation.complain("finding garbage collector roots...\ndeleting garbage...\n");
    for (String name : gone) {
      invocation.complain("deleting '/nix/store/" + name + "'\n");
      namespace.remove("/nix/store/" + name);
    }
    invocation.line(gone.size() + " store paths deleted");
    return 0;
  }

  /** {@code nix-instantiate --parse -}: whether a text is Nix; {@code --eval}: what it means. */
  public static int nixInstantiate(Invocation invocation) {
    if (invocation.arguments().contains("--eval")) {
      return NixEval.instantiate(invocation);
    }
    Options options = Options.of(invocation.arguments(), "parse");
    String name = options.rest().isEmpty() ? "-" : options.rest().getFirst();
    if (!options.has("parse")) {
      return invocation.fail(
          1, "nix-instantiate: the practice machine's only parses: --parse FILE");
    }
    String text =
        name.equals("-")
            ? new String(invocation.stdin(), StandardCharsets.UTF_8)
            : invocation.namespace().content(invocation.absolute(name)).string();
    try {
      NixSource.parsed(name.equals("-") ? "«stdin»" : name, text);
    } catch (NixError e) {
      return invocation.fail(1, "error: " + e.getMessage());
    }
    invocation.print(text);
    return 0;
  }
}
