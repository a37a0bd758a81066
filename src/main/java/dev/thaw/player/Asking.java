package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.notebook.Notebook;
import dev.thaw.notebook.Parameters;
import dev.thaw.session.Declaration;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks a person for the values of a notebook's parameters, so that nobody has to edit code. */
final class Asking {

  private static final String EXPLANATION =
      "The notebook's variables, whose values its cells go by: type one and Enter. Enter alone"
          + " keeps what stands in brackets, \"\" is the empty text, Ctrl-C leaves.";

  private final CellEnvironment environment;
  private final Notebook notebook;

  /** Asks for the parameters of {@code notebook}. */
  Asking(CellEnvironment environment, Notebook notebook) {
    this.environment = environment;
    this.notebook = notebook;
  }

  /** Those that can be set and have no value among the given ones. */
  List<Declaration> open(Map<String, String> given) {
    return Parameters.of(notebook, environment.evaluator().get()).stream()
        .filter(Parameters::isSettable)
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
    Screen screen = environment.screen();
    screen.say(
        Tone.DIM,
        "Some questions first; Enter keeps what stands in brackets, ? explains, Ctrl-C leaves.");
    for (Declaration parameter : open) {
      boolean answered = false;
      while (!answered) {
        Optional<String> typed = screen.ask(Parameters.described(parameter) + ":");
        if (typed.isEmpty() || typed.get().equals("q") && leaves()) {
          return Optional.empty();
        }
        if (typed.get().equals("?")) {
          screen.say(Tone.DIM, EXPLANATION);
        } else {
          answered = typed.get().isEmpty() || accept(parameter, typed.get(), values);
        }
      }
    }
    return Optional.of(values);
  }

  /** Whether a lone q means to leave: at the other questions of a play it does. */
  private boolean leaves() {
    return environment
        .screen()
        .ask("Leave the play? Enter means no: q is the answer. [y/N]")
        .map(answer -> answer.toLowerCase(Locale.ROOT))
        .filter(answer -> !answer.equals("y") && !answer.equals("yes"))
        .isEmpty();
  }

  private boolean accept(Declaration parameter, String typed, Map<String, String> values) {
    String value = typed.equals("\"\"") ? "" : typed;
    try {
      String setting = parameter.name() + "=" + value;
      Parameters.set(notebook, List.of(setting), environment.evaluator().get());
      values.put(parameter.name(), value);
      return true;
    } catch (Trouble misfit) {
      environment.screen().say(Tone.BAD, Clean.text(misfit.getMessage()));
      return false;
    }
  }
}
