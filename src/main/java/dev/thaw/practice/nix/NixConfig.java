package dev.thaw.practice.nix;

import dev.thaw.practice.programs.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of nix that its environment holds.
 *
 * @param settings what is set, by its name
 */
public record NixConfig(Map<String, String> settings) {

  /** Which variable holds them, a line each. */
  public static final String VARIABLE = "NIX_CONFIG";

  /**
   * Reads them as nix does.
   *
   * @throws NixError as nix says it of a line that is none of its settings
   */
  static NixConfig of(Invocation invocation) {
    var settings = new HashMap<String, String>();
    for (String line : invocation.environment().getOrDefault(VARIABLE, "").split("\n")) {
      List<String> words = List.of(line.replaceFirst("#.*", "").strip().split("\\s+"));
      if (words.getFirst().isEmpty()) {
        continue;
      }
      if (words.size() < 2 || !words.get(1).equals("=")) {
        throw new NixError("syntax error in configuration line '" + line + "' in 'NIX_CONFIG'");
      }
      String name = words.getFirst();
      String value = String.join(" ", words.subList(2, words.size()));
      if (name.startsWith("extra-")) {
        settings.merge(name.substring("extra-".length()), value, (old, more) -> old + " " + more);
      } else {
        settings.put(name, value);
      }
    }
    return new NixConfig(settings);
  }

  /** Whether an experimental feature is on. */
  boolean has(String feature) {
    return List.of(settings.getOrDefault("experimental-features", "").split(" ")).contains(feature);
  }
}
