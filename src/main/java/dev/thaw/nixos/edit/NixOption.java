package dev.thaw.nixos.edit;

import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of an option: {@code boot.initrd.kernelModules}, {@code fileSystems."/boot".device}.
 *
 * @param path its names, without quotes
 */
record NixOption(List<String> path) {

  private static final Pattern NAME =
      Pattern.compile("(?:\"([^\"\\\\$]+)\"|([a-zA-Z0-9_'-]+))(\\.?)");

  NixOption {
    path = List.copyOf(path);
  }

  /** Reads a dotted name; names with dots in them stand in double quotes. */
  @SuppressWarnings("JdkObsolete") // A word that ends with the text: hitEnd() is meant.
  static NixOption of(String dotted) {
    var path = new ArrayList<String>();
    Matcher name = NAME.matcher(dotted.strip());
    int end = 0;
    while (name.lookingAt()) {
      path.add(name.group(1) == null ? name.group(2) : name.group(1));
      end = name.end();
      if (name.hitEnd() || name.group(3).isEmpty()) {
        break;
      }
      name.region(end, dotted.strip().length());
    }
    if (end < dotted.strip().length() || path.isEmpty() || dotted.strip().endsWith(".")) {
      throw new Trouble.Rejected(
          "'" + dotted + "' is no option's name.",
          "Write it as in the configuration: boot.initrd.kernelModules, fileSystems.\"/\".device.");
    }
    boolean prefixed = path.size() > 1 && path.getFirst().equals("config");
    return new NixOption(prefixed ? path.subList(1, path.size()) : path);
  }

  /** Whether a name, null for a computed one, can be part of what {@link #of} reads. */
  static boolean canName(@Nullable String name) {
    return name != null && name.matches("[^\"\\\\$]+");
  }

  /** Its last name. */
  String last() {
    return path.getLast();
  }

  /** Whether it lists kernel modules, whose names mean the same with - and with _. */
  boolean listsModules() {
    return last().endsWith("ernelModules");
  }

  /** Whether it lists packages, which are written as expressions and not as strings. */
  boolean listsPackages() {
    return last().endsWith("ackages") || last().equals("fonts");
  }

  /** As it is written in a configuration. */
  @Override
  public String toString() {
    return path.stream().map(NixOption::written).collect(Collectors.joining("."));
  }

  private static String written(String name) {
    boolean plain = name.matches("[a-zA-Z_][a-zA-Z0-9_'-]*") && !NixLexer.WORDS.contains(name);
    return plain ? name : NixStrings.quote(name);
  }
}
