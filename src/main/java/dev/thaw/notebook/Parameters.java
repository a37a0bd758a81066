package dev.thaw.notebook;

import dev.thaw.helpers.Nearest;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Trouble;
import dev.thaw.session.Declaration;
import dev.thaw.session.Evaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be set from outside before a notebook is played, in papermill's way: the variables of
 * the first cell tagged {@code parameters}. The values go into a cell of their own behind it,
 * tagged {@code injected-parameters}.
 */
public final class Parameters {

  private static final String TAG = "parameters";
  private static final String INJECTED = "injected-parameters";
  private static final int SHOWN = 40;

  /** How the types that can be set are called to a person. */
  private static final Map<String, String> WORDS =
      Map.of(
          "String", "text",
          "boolean", "yes or no",
          "Boolean", "yes or no",
          "int", "a whole number",
          "Integer", "a whole number",
          "long", "a whole number",
          "Long", "a whole number",
          "double", "a number",
          "Double", "a number");

  private Parameters() {}

  /** The notebook's parameters with their types and defaults; none if no cell is tagged so. */
  public static List<Declaration> of(Notebook notebook, Evaluator evaluator) {
    int at = tagged(notebook.cells(), TAG);
    return at < 0 ? List.of() : evaluator.declarations(notebook.cells().get(at).source());
  }

  /** Whether a cell only gives parameters the values that were set. */
  public static boolean isInjected(Cell cell) {
    return cell.is(INJECTED);
  }

  /** Whether {@link #set} knows values of its type. */
  public static boolean isSettable(Declaration parameter) {
    return WORDS.containsKey(type(parameter));
  }

  /** A parameter as a person is told of it: {@code who, text [nobody]}; cleaned. */
  public static String described(Declaration parameter) {
    String value = JavaLiteral.shown(parameter.value());
    boolean isNone = value.isEmpty() && !parameter.value().isEmpty();
    return Clean.line(parameter.name())
        + ", "
        + word(parameter)
        + (parameter.value().isEmpty() ? "" : " [" + (isNone ? "none" : cut(value)) + "]");
  }

  private static String type(Declaration parameter) {
    return parameter.type().replace("java.lang.", "");
  }

  private static String word(Declaration parameter) {
    return WORDS.getOrDefault(type(parameter), Clean.line(parameter.type()));
  }

  private static String cut(String value) {
    return Clean.line(value.length() > SHOWN ? value.substring(0, SHOWN) + " ..." : value);
  }

  /**
   * The notebook with a cell that gives parameters other values; it takes the place of an earlier
   * one.
   *
   * @param settings {@code name=value}, as on the command line; a String's value is taken as it is,
   *     whatever characters it has
   * @throws Trouble if there is no such parameter, if it is set twice, or if the value does not fit
   *     its type
   */
  public static Notebook set(Notebook notebook, List<String> settings, Evaluator evaluator) {
    if (settings.isEmpty()) {
      return notebook;
    }
    int at = tagged(notebook.cells(), TAG);
    List<Declaration> parameters = of(notebook, evaluator);
    if (parameters.isEmpty()) {
      throw new Trouble.Rejected(
          at < 0
              ? "The notebook has no cell tagged \"parameters\", so --set has nothing to set."
              : "The notebook's cell tagged \"parameters\" declares no variable.",
          "Play it without --set, and edit the cell that you mean.");
    }
    Map<String, String> lines = new LinkedHashMap<>();
    for (String setting : settings) {
      Declaration parameter = named(setting, parameters);
      String line = parameter.name() + " = " + literal(parameter, setting) + ";";
      if (lines.put(parameter.name(), line) != null) {
        throw new Trouble.Rejected(
            "--set gives " + parameter.name() + " twice.",
            "Give it once, with the value you mean.");
      }
    }
    return with(notebook, at, String.join("\n", lines.values()));
  }

  private static Notebook with(Notebook notebook, int at, String source) {
    var cells = new ArrayList<Cell>(notebook.cells());
    int earlier = tagged(cells, INJECTED);
    if (earlier >= 0) {
      cells.set(earlier, cells.get(earlier).unplayed().withSource(source));
    } else {
      cells.add(at + 1, Cell.code(free(cells), source, INJECTED));
    }
    return new Notebook(notebook.metadata(), notebook.minor(), cells);
  }

  private static String free(List<Cell> cells) {
    var ids = cells.stream().map(Cell::id).collect(Collectors.toSet());
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> i == 1 ? INJECTED : INJECTED + "-" + i)
        .filter(id -> !ids.contains(id))
        .findFirst()
        .orElseThrow();
  }

  private static int tagged(List<Cell> cells, String tag) {
    return IntStream.range(0, cells.size())
        .filter(i -> cells.get(i).type() == Cell.Type.CODE && cells.get(i).is(tag))
        .findFirst()
        .orElse(-1);
  }

  private static Declaration named(String setting, List<Declaration> parameters) {
    int equals = setting.indexOf('=');
    String name = equals < 0 ? setting : setting.substring(0, equals).strip();
    if (equals < 0) {
      throw new Trouble.Rejected(
          "--set " + Clean.line(name) + " has no value.", "Write it as --set NAME=VALUE.");
    }
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, parameters));
  }

  private static Trouble unknown(String name, List<Declaration> parameters) {
    String list =
        parameters.stream().map(Parameters::described).collect(Collectors.joining("\n  "));
    return new Trouble.Rejected(
        "The notebook has no parameter " + Clean.line(name) + ". Its parameters are:\n  " + list,
        Nearest.to(name, parameters.stream().map(Declaration::name).toList())
            .map(near -> "Did you mean " + near + "?")
            .orElse("Give one of them: --set NAME=VALUE"));
  }

  private static String literal(Declaration parameter, String setting) {
    String value = setting.substring(setting.indexOf('=') + 1);
    try {
      return JavaLiteral.of(type(parameter), value)
          .orElseThrow(() ->
              new Trouble.Rejected(
                  parameter.name()
                      + " is a "
                      + Clean.line(parameter.type())
                      + "; --set knows String, boolean, int, long and double.",
                  "Edit the notebook's cell instead."));
    } catch (NumberFormatException e) {
      throw misfit(parameter, value, "does not fit");
    } catch (IllegalArgumentException e) {
      throw misfit(parameter, value, Objects.requireNonNull(e.getMessage()));
    }
  }

  private static Trouble misfit(Declaration parameter, String value, String why) {
    return new Trouble.Rejected(
        "%s is %s, and \"%s\" %s.".formatted(parameter.name(), word(parameter), cut(value), why),
        "Give a value such as --set " + parameter.name() + "=" + example(type(parameter)));
  }

  private static String example(String type) {
    return switch (type.charAt(0)) {
      case 'S' -> "TEXT";
      case 'b', 'B' -> "true";
      case 'd', 'D' -> "1.5";
      default -> "42";
    };
  }
}
