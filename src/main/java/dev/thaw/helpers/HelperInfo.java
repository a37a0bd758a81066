package dev.thaw.helpers;

import dev.thaw.machine.Scripts;
import dev.thaw.rescue.NameKind;
import dev.thaw.rescue.Naming;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All there is to know about one helper.
 *
 * @param name how it is called in a cell
 * @param kind what calling it may do
 * @param needs what has to hold before it can do anything
 * @param methods its overloads, those with fewer parameters first
 * @param optionsType the record that carries its named options; empty when it has none
 * @param options its named options, in the order of the record's components
 */
public record HelperInfo(
    String name,
    Kind kind,
    Needs needs,
    List<Method> methods,
    Optional<Class<?>> optionsType,
    List<HelperOption> options) {

  /** Keeps its own copies. */
  public HelperInfo {
    methods = List.copyOf(methods);
    options = List.copyOf(options);
  }

  /** The option of that name, if it has one. */
  public Optional<HelperOption> option(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** Whether the argument at {@code index} may be a helper's name without quotes. */
  public boolean takesHelperName(int index) {
    return methods.stream()
        .map(Method::getParameters)
        .anyMatch(parameters ->
            index < parameters.length && parameters[index].isAnnotationPresent(HelperName.class));
  }

  /** What the argument at {@code index} names, if it is known to name something. */
  public Optional<NameKind> noun(int index) {
    return noun(methods, index);
  }

  /** What the argument at {@code index} of some overloads names. */
  static Optional<NameKind> noun(List<Method> overloads, int index) {
    return overloads.stream()
        .map(Method::getParameters)
        .filter(parameters -> index < parameters.length)
        .map(parameters -> parameters[index].getAnnotation(Naming.class))
        .filter(Objects::nonNull)
        .map(Naming::value)
        .findFirst();
  }

  /** Whether it can be called with nothing in its brackets only. */
  public boolean takesNothing() {
    return methods.stream().allMatch(method -> method.getParameterCount() == 0);
  }

  /** Whether this parameter carries the named options. */
  public boolean isOptions(Parameter parameter) {
    return parameter.isVarArgs()
        && optionsType.filter(parameter.getType().getComponentType()::equals).isPresent();
  }

  /** The ways to call it, as a person writes them: {@code importPool(String name, force=…)}. */
  public List<String> signatures() {
    return methods.stream()
        .flatMap(method ->
            Stream.of(method.getParameters()).anyMatch(this::isOptions)
                ? Stream.of(signature(method, false), signature(method, true))
                : Stream.of(signature(method, false)))
        .distinct()
        .toList();
  }

  private String signature(Method method, boolean withOptions) {
    Stream<String> parameters =
        Arrays.stream(method.getParameters())
            .filter(parameter -> !isOptions(parameter))
            .map(HelperInfo::positional);
    Stream<String> named =
        withOptions ? options.stream().map(option -> option.name() + "=…") : Stream.of();
    return Stream.concat(parameters, named).collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static String positional(Parameter parameter) {
    String type =
        parameter.isVarArgs()
            ? parameter.getType().getComponentType().getSimpleName() + "..."
            : parameter.getType().getSimpleName();
    return type + " " + parameter.getName();
  }

  /** What it does, in one sentence: the first line of its explanation. */
  public String summary() {
    return text().lines().findFirst().orElse("").replaceFirst("^#+\\s*", "").strip();
  }

  /**
   * Its explanation in Markdown: the resource {@code NAME.md} beside the class that declares it.
   *
   * @throws IllegalStateException if this build lacks it
   */
  public String text() {
    return Scripts.read(methods.getFirst().getDeclaringClass(), name + ".md");
  }
}
