package dev.thaw.practice.nix;

import dev.thaw.machine.Scripts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options that are known, by {@code options.txt} beside this class. A slip of the pen fails as
 * on NixOS. What may well exist and is not known is taken for an option: its value is not checked.
 */
final class KnownOptions {

  /** A set of options, or an option. */
  private static final class Entry {
    private final Map<String, Entry> inside = new HashMap<>();

    /** What its value has to be; empty where that is not checked. */
    private String type = "";

    /** Whether NixOS has no other names in it. */
    private boolean whole;

    Entry at(String name) {
      return inside.computeIfAbsent(name, _ -> new Entry());
    }

    Optional<Entry> find(String name) {
      return Optional.ofNullable(inside.getOrDefault(name, inside.get("*")));
    }
  }

  /** Read when a configuration is first evaluated. */
  private static final class Known {
    static final Entry ROOT = read(Scripts.read(KnownOptions.class, "options.txt"));
  }

  private static final String SET = "set";

  private KnownOptions() {}

  private static Entry read(String text) {
    var root = new Entry();
    for (String line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      String path = line.substring(0, colon);
      boolean whole = path.endsWith("!");
      Entry set = root;
      for (String name : path.replace("!", "").split("\\.")) {
        set = name.isEmpty() ? set : set.at(name);
      }
      set.whole |= whole;
      for (String word : line.substring(colon + 1).strip().split(" ")) {
        String[] pair = word.split("=");
        Entry option = set;
        for (String name : pair[0].split("\\.")) {
          option = option.at(name);
        }
        option.type = pair.length > 1 ? pair[1] : option.type;
      }
    }
    return root;
  }

  /**
   * Refuses an option that does not exist, as NixOS does.
   *
   * @param value what it is set to, as it is written
   * @throws NixError as nix says it
   */
  static void check(List<String> path, String file, String value) {
    int good = good(path);
    if (good < path.size()) {
      Entry set = set(path.subList(0, good)).orElseThrow();
      String name = path.get(good);
      if (set.whole || isSlip(name, set)) {
        throw new NixError(
            "The option `"
                + String.join(".", path.subList(0, good + 1))
                + "' does not exist. Definition values:\n- In `"
                + file
                + "': "
                + value);
      }
    }
  }

  /** Whether it is one of those that are known. */
  static boolean isKnown(List<String> path) {
    return good(path) == path.size();
  }

  /** How many names of the path are known. */
  private static int good(List<String> path) {
    Entry set = Known.ROOT;
    for (int at = 0; at < path.size(); at++) {
      if (set.type.equals(SET)) {
        return path.size();
      }
      Optional<Entry> next = set.find(path.get(at));
      if (next.isEmpty()) {
        return at;
      }
      set = next.get();
    }
    return path.size();
  }

  private static Optional<Entry> set(List<String> path) {
    Optional<Entry> set = Optional.of(Known.ROOT);
    for (String name : path) {
      set = set.flatMap(one -> one.find(name));
    }
    return set;
  }

  /**
   * Refuses a value that is of another kind than the option's.
   *
   * @param value as {@link NixValues#value} gives it
   * @throws NixError as nix says it
   */
  static void checkValue(List<String> path, String file, @Nullable Object value) {
    if (value == null || value == NixValues.OPAQUE) {
      return;
    }
    String type = set(path).map(option -> option.type).orElse("");
    boolean fits =
        switch (type) {
          case "bool" -> value instanceof Boolean;
          case "int" -> value instanceof Long;
          case "string" -> value instanceof String;
          case "list" -> value instanceof List<?>;
          default -> true;
        };
    if (!fits) {
      throw new NixError(
          "A definition for option `"
              + String.join(".", path)
              + "' is not of type `"
              + named(type)
              + "'. Definition values:\n- In `"
              + file
              + "': "
              + NixValues.shown(value));
    }
  }

  private static String named(String type) {
    return switch (type) {
      case "bool" -> "boolean";
      case "int" -> "signed integer";
      case "list" -> "list of string";
      default -> type;
    };
  }

  /** What a definition of this option has to be one of: two that differ contradict each other. */
  static boolean isSingle(List<String> path) {
    return set(path).filter(option -> List.of("bool", "int").contains(option.type)).isPresent();
  }

  // ---- slips of the pen

  private static final int SHORT = 5;
  private static final int LONG = 10;

  /** Whether a name is one of a set's with a slip. */
  private static boolean isSlip(String name, Entry set) {
    return set.inside.keySet().stream()
        .filter(known -> known.length() >= SHORT && name.length() >= SHORT - 1)
        .anyMatch(known ->
            known.equalsIgnoreCase(name) || slips(name, known) <= (known.length() >= LONG ? 2 : 1));
  }

  /** How many letters are wrong, missing, too many, or changed over with the next. */
  private static int slips(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[one.length()][other.length()];
  }
}
