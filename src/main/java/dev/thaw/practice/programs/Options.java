package dev.thaw.practice.programs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a program's command line, read as getopt does. */
public final class Options {

  /** A command line that the practice machine's program does not understand. */
  public static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String option) {
      super(option, null, false, false);
    }
  }

  private final Map<String, List<String>> given = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  /**
   * Reads a command line.
   *
   * @param known the options: letters and long names with a blank between, those that take a value
   *     with {@code =} behind: {@code "f N R= recursive options="}
   * @throws Unknown for any other option
   */
  public static Options of(List<String> arguments, String known) {
    var options = new Options();
    var names = List.of(known.split(" "));
    int i = 0;
    while (i < arguments.size()) {
      String argument = arguments.get(i);
      i++;
      if (argument.equals("--")) {
        options.rest.addAll(arguments.subList(i, arguments.size()));
        break;
      } else if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        String name = argument.substring(2, equals < 0 ? argument.length() : equals);
        if (names.contains(name)) {
          options.add(name, equals < 0 ? "" : argument.substring(equals + 1));
        } else if (names.contains(name + "=")) {
          if (equals < 0 && i >= arguments.size()) {
            throw new Unknown("--" + name + " without a value");
          }
          options.add(name, equals < 0 ? arguments.get(i++) : argument.substring(equals + 1));
        } else {
          throw new Unknown("--" + name);
        }
      } else if (argument.startsWith("-") && argument.length() > 1) {
        for (int at = 1; at < argument.length(); at++) {
          String letter = argument.substring(at, at + 1);
          if (names.contains(letter)) {
            options.add(letter, "");
          } else if (names.contains(letter + "=")) {
            String value = argument.substring(at + 1);
            if (value.isEmpty() && i >= arguments.size()) {
              throw new Unknown("-" + letter + " without a value");
            }
            options.add(letter, value.isEmpty() ? arguments.get(i++) : value);
            break;
          } else {
            throw new Unknown("-" + letter);
          }
        }
      } else {
        options.rest.add(argument);
      }
    }
    return options;
  }

  private void add(String name, String value) {
    given.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  /** Whether one of these was given. */
  public boolean has(String... names) {
    return List.of(names).stream().anyMatch(given::containsKey);
  }

  /** The last value of the first of these that was given. */
  public Optional<String> value(String... names) {
    return all(names).stream().reduce((a, b) -> b);
  }

  /** All values of these. */
  List<String> all(String... names) {
    return List.of(names).stream()
        .flatMap(name -> given.getOrDefault(name, List.of()).stream())
        .toList();
  }

  /** What is no option. */
  public List<String> rest() {
    return rest;
  }
}
