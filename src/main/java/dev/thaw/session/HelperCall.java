package dev.thaw.session;

import dev.thaw.helpers.Explanation;
import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.HelperInfo;
import dev.thaw.helpers.HelperOption;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A cell that is one call of a helper with literals, such as {@code mountAll(install=2)}. What it
 * means can be told without a compiler. Whatever is not plainly so is left to JShell, and so is a
 * call that is wrong: JShell says what is wrong with it.
 *
 * @param written the call as it stands in the cell
 * @param helper the helper that it calls
 * @param method which of its overloads
 * @param arguments what it gets, without its options
 * @param options the values of its options, in the order of their record; empty when it gets none
 */
record HelperCall(
    WrittenCall written,
    HelperInfo helper,
    Method method,
    List<Object> arguments,
    List<Object> options) {

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

  /**
   * Reads a cell; empty when it is anything else.
   *
   * @param ownNames names that cells have given a meaning of their own; * for names unknown
   */
  static Optional<HelperCall> in(String cell, HelperCatalogue catalogue, Set<String> ownNames) {
    return WrittenCall.in(cell)
        .filter(written -> !ownNames.contains(written.name()) && !ownNames.contains("*"))
        .flatMap(written ->
            catalogue
                .find(written.name())
                .flatMap(helper -> new Binding(catalogue, helper, ownNames).of(written)));
  }

  /** The type of its value as JShell has it, without packages. */
  String typeName() {
    String type = method.getGenericReturnType().getTypeName();
    return JavaSuggestions.brief(type.replace('$', '.').replace(", ", ","));
  }

  /** Calls the helper. What it throws is the cause of an {@code InvocationTargetException}. */
  Object invoke() throws ReflectiveOperationException {
    var all = new ArrayList<>(arguments);
    if (method.getParameterCount() > all.size()) {
      Class<?> type = helper.optionsType().orElseThrow();
      Object given = Array.newInstance(type, options.isEmpty() ? 0 : 1);
      if (!options.isEmpty()) {
        Array.set(given, 0, record(type, options.iterator()));
      }
      all.add(given);
    }
    return method.invoke(null, all.toArray());
  }

  private static Object record(Class<?> type, Iterator<Object> values)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    var types = new Class<?>[components.length];
    var all = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      all[i] = HelperOption.isRecordOf(types[i]) ? record(types[i], values) : values.next();
    }
    return type.getConstructor(types).newInstance(all);
  }

  /** What a call of one helper means. */
  private record Binding(HelperCatalogue catalogue, HelperInfo helper, Set<String> ownNames) {

    Optional<HelperCall> of(WrittenCall written) {
      var arguments = new ArrayList<Object>();
      for (String word : written.arguments()) {
        Optional<Object> value = argument(word, arguments.size());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        arguments.add(value.get());
      }
      return options(written.options())
          .flatMap(options ->
              helper.methods().stream()
                  .filter(method -> takes(method, arguments, options))
                  .findFirst()
                  .map(method -> new HelperCall(written, helper, method, arguments, options)));
    }

    private Optional<Object> argument(String word, int index) {
      boolean isHelper =
          helper.takesHelperName(index)
              && Explanation.isName(catalogue, word)
              && !ownNames.contains(word);
      return isHelper ? Optional.of(word) : literal(word);
    }

    private Optional<List<Object>> options(Map<String, String> words) {
      if (!words.keySet().stream().allMatch(name -> helper.option(name).isPresent())) {
        return Optional.empty();
      }
      var values = new ArrayList<Object>();
      for (HelperOption option : words.isEmpty() ? List.<HelperOption>of() : helper.options()) {
        String word = words.get(option.name());
        if (word == null) {
          values.add(Array.get(Array.newInstance(option.type(), 1), 0));
        } else {
          Optional<Object> value = literal(word);
          if (value.isEmpty() || !boxed(option.type()).equals(value.get().getClass())) {
            return Optional.empty();
          }
          values.add(value.get());
        }
      }
      return Optional.of(values);
    }

    /** Of the overloads, at most one takes just these: Java would choose that one, too. */
    private boolean takes(Method method, List<Object> arguments, List<Object> options) {
      List<Class<?>> types = Arrays.asList(method.getParameterTypes());
      int given = arguments.size();
      boolean optional =
          types.size() == given + 1 && helper.isOptions(method.getParameters()[given]);
      if (!optional && (types.size() != given || !options.isEmpty())) {
        return false;
      }
      for (int i = 0; i < given; i++) {
        Class<?> type = arguments.get(i).getClass();
        if (!types.get(i).equals(MethodType.methodType(type).unwrap().returnType())) {
          return false;
        }
      }
      return true;
    }

    private static Class<?> boxed(Class<?> type) {
      return MethodType.methodType(type).wrap().returnType();
    }

    /** What a word of the cell stands for: a literal, or a constant beside the helpers. */
    private Optional<Object> literal(String word) {
      if (word.startsWith("\"")) {
        return Optional.of(word.substring(1, word.length() - 1).translateEscapes());
      }
      if (word.equals("true") || word.equals("false")) {
        return Optional.of(word.equals("true"));
      }
      if (NUMBER.matcher(word).matches()) {
        return Optional.of(Integer.valueOf(word));
      }
      return ownNames.contains(word) ? Optional.empty() : constant(word);
    }

    private Optional<Object> constant(String word) {
      try {
        Field field = catalogue.owner().getField(word);
        boolean constant =
            Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
        return constant ? Optional.ofNullable(field.get(null)) : Optional.empty();
      } catch (ReflectiveOperationException e) {
        return Optional.empty();
      }
    }
  }
}
