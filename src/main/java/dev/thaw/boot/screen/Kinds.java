package dev.thaw.boot.screen;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The failures that a line shows, by their ids, the likeliest first; which, can depend on what the
 * line names.
 *
 * @param choices the first whose names fit is taken
 */
record Kinds(List<Choice> choices) {

  /**
   * Failures that a line shows.
   *
   * @param names what the line names then; anything where the pattern is empty
   * @param ids the failures
   */
  record Choice(Pattern names, List<String> ids) {

    /** Copies the list. */
    Choice {
      ids = List.copyOf(ids);
    }
  }

  /** No failure. */
  static final Kinds NONE = new Kinds(List.of());

  /** Copies the list. */
  Kinds {
    choices = List.copyOf(choices);
  }

  /** All that a line shows that names this; what looks alike on a photograph is one. */
  List<String> of(String about) {
    String name = about.toLowerCase(Locale.ROOT).replace("rn", "m");
    return choices.stream()
        .filter(choice -> choice.names.pattern().isEmpty() || choice.names.matcher(name).matches())
        .findFirst()
        .map(Choice::ids)
        .orElse(List.of());
  }

  /** The likeliest where what it names tells nothing; there has to be one. */
  String usual() {
    return choices.getLast().ids.getFirst();
  }

  /** All that it can show. */
  List<String> all() {
    return choices.stream().flatMap(choice -> choice.ids.stream()).distinct().toList();
  }
}
