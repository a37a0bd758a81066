package dev.thaw.practice.nix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that a configuration gives to options, by their paths. */
class OptionValues {

  /** What modules define, by path. */
  final Map<List<String>, List<NixModules.Definition>> definitions;

  OptionValues(Map<List<String>, List<NixModules.Definition>> definitions) {
    this.definitions = definitions;
  }

  List<Object> values(List<String> path) {
    return NixModules.values(definitions.getOrDefault(path, List.of()));
  }

  List<Object> values(String option) {
    return values(List.of(option.split("\\.")));
  }

  /** The strings that all definitions of a list put into it, in order. */
  List<String> list(String option) {
    return strings(values(option));
  }

  static List<String> strings(List<Object> values) {
    var all = new ArrayList<String>();
    for (Object value : values) {
      if (value instanceof List<?> list) {
        list.stream().filter(String.class::isInstance).forEach(s -> all.add((String) s));
      }
    }
    return all;
  }

  Optional<String> string(String option) {
    return string(List.of(option.split("\\.")));
  }

  boolean flag(String option, boolean otherwise) {
    return values(option).stream()
        .filter(Boolean.class::isInstance)
        .map(Boolean.class::cast)
        .findFirst()
        .orElse(otherwise);
  }

  long number(String option, long otherwise) {
    return values(option).stream()
        .filter(Long.class::isInstance)
        .map(Long.class::cast)
        .findFirst()
        .orElse(otherwise);
  }

  Optional<String> string(List<String> path) {
    return values(path).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst();
  }

  /** Whether the configuration's own value keeps all that NixOS says of it away: mkForce. */
  boolean isForced(String option) {
    return definitions.getOrDefault(List.of(option.split("\\.")), List.of()).stream()
        .anyMatch(one -> one.priority() < NixModules.USUAL);
  }
}
