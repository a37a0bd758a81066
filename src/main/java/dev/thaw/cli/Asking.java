package dev.thaw.cli;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.Parameters;
import dev.thaw.session.Declaration;
import dev.thaw.view.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks a person for the values of a notebook's parameters, so that nobody has to edit code. */
final class Asking {

  /** How the types that can be set are called in a question. */
  private static final Map<String, String> WORDS =
      Map.of(
          "String", "text",
          "boolean", "yes or no",
          "int", "a whole number",
          "long", "a whole number",
          "double", "a number");

  private final Stage stage;
  private final Notebook notebook;

  /** Asks for the parameters of {@code notebook}. */
  Asking(Stage stage, Notebook notebook) {
    this.stage = stage;
    this.notebook = notebook;
  }

  /** Those that can be set and have no value among the given ones. */
  List<Declaration> open(Map<String, String> given) {
    return Parameters.of(notebook, stage.evaluator().get()).stream()
        .filter(parameter -> WORDS.containsKey(parameter.type()))
        .filter(parameter -> !given.containsKey(parameter.name()))
        .toList();
  }

  /**
   * Asks for each open one.
   *
   * @param given the values that there are, by name
   * @return those and the new ones; empty when the person wants to leave
   */
  Optional<Map<String, String>> ask(Map<String, String> given) {
    var values = new LinkedHashMap<>(given);
    List<Declaration> open = open(given);
    stage.screen().say(Tone.DIM, "Some questions first; Enter keeps what stands in brackets.");
    for (Declaration parameter : open) {
      boolean answered = false;
      while (!answered) {
        Optional<String> typed = stage.screen().ask(question(parameter));
        if (typed.isEmpty()) {
          return Optional.empty();
        }
        answered = typed.get().isEmpty() || accept(parameter, typed.get(), values);
      }
    }
    return Optional.of(values);
  }

  private static String question(Declaration parameter) {
    String value = Clean.line(parameter.value());
    String shown = value.equals("\"\"") ? "none" : value.replaceAll("^\"|\"$", "");
    return "%s, %s%s:"
        .formatted(
            Clean.line(parameter.name()),
            WORDS.get(parameter.type()),
            value.isEmpty() ? "" : " [" + shown + "]");
  }

  private boolean accept(Declaration parameter, String typed, Map<String, String> values) {
    String value = typed.equals("\"\"") ? "" : typed;
    if (parameter.type().equals("boolean")) {
      value =
          switch (typed.toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> "true";
            case "n", "no" -> "false";
            default -> typed;
          };
    }
    try {
      String setting = parameter.name() + "=" + value;
      Parameters.set(notebook, List.of(setting), stage.evaluator().get());
      values.put(parameter.name(), value);
      return true;
    } catch (Trouble misfit) {
      stage.screen().say(Tone.BAD, Clean.text(misfit.getMessage()));
      return false;
    }
  }
}
