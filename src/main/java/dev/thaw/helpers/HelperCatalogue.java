package dev.thaw.helpers;

import dev.thaw.rescue.NameKind;
import dev.thaw.rescue.Naming;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The helpers that a class declares, found by reflection. That takes its time: what there is to
 * know of one is read when that one is asked for.
 */
public final class HelperCatalogue {

  private static final ClassValue<HelperCatalogue> ALL =
      new ClassValue<>() {
        @Override
        protected HelperCatalogue computeValue(Class<?> owner) {
          return new HelperCatalogue(owner);
        }
      };

  private final Class<?> owner;
  private @Nullable Map<String, List<Method>> methods;
  private @Nullable Set<String> names;
  private final Map<String, HelperInfo> known = new HashMap<>();

  private HelperCatalogue(Class<?> owner) {
    this.owner = owner;
  }

  /** The public static methods of {@code owner} that are marked as helpers. */
  public static HelperCatalogue of(Class<?> owner) {
    return ALL.get(owner);
  }

  /** The class that declares them. */
  public Class<?> owner() {
    return owner;
  }

  /** Their names, in alphabetical order. */
  public synchronized Set<String> names() {
    if (names == null) {
      var found = new TreeSet<>(methods().keySet());
      found.removeIf(name -> overloads(name).isEmpty());
      names = Collections.unmodifiableSet(found);
    }
    return names;
  }

  /** All of them, by name. */
  public List<HelperInfo> all() {
    return names().stream().map(this::info).toList();
  }

  /** Those of one kind, by name. */
  public List<HelperInfo> of(Kind kind) {
    return all().stream().filter(helper -> helper.kind() == kind).toList();
  }

  /**
   * The helper of that name, if there is one.
   *
   * @throws IllegalArgumentException if its overloads disagree on kind or options
   */
  public synchronized Optional<HelperInfo> find(String name) {
    return Optional.ofNullable(known.computeIfAbsent(name, this::read));
  }

  private HelperInfo info(String name) {
    return find(name).orElseThrow();
  }

  /**
   * What the argument at {@code index} of a method names that is called on what a helper gives:
   * {@code config().show("…")}.
   */
  public Optional<NameKind> noun(String method, int index) {
    List<Method> overloads =
        all().stream()
            .flatMap(helper -> helper.methods().stream())
            .map(Method::getReturnType)
            .distinct()
            .flatMap(type -> Stream.of(type.getMethods()))
            .filter(candidate -> candidate.getName().equals(method))
            .toList();
    return HelperInfo.noun(overloads, index);
  }

  /** Its public methods by their names, helpers or not. */
  private Map<String, List<Method>> methods() {
    if (methods == null) {
      methods = Stream.of(owner.getMethods()).collect(Collectors.groupingBy(Method::getName));
    }
    return methods;
  }

  /** Those of one name that are helpers; those with fewer parameters first. */
  private List<Method> overloads(String name) {
    return methods().getOrDefault(name, List.of()).stream()
        .filter(method -> method.isAnnotationPresent(Helper.class))
        .sorted(Comparator.comparingInt(Method::getParameterCount).thenComparing(Method::toString))
        .toList();
  }

  /** Null when there is none. */
  private @Nullable HelperInfo read(String name) {
    List<Method> methods = overloads(name);
    if (methods.isEmpty()) {
      return null;
    }
    var kinds = new LinkedHashSet<Kind>();
    var optionTypes = new LinkedHashSet<Class<?>>();
    for (Method method : methods) {
      kinds.add(method.getAnnotation(Helper.class).value());
      optionsType(method).ifPresent(optionTypes::add);
    }
    if (kinds.size() > 1 || optionTypes.size() > 1) {
      throw new IllegalArgumentException(
          "The overloads of the helper %s disagree: %s %s".formatted(name, kinds, optionTypes));
    }
    Optional<Class<?>> optionsType = optionTypes.stream().findFirst();
    List<HelperOption> options = optionsType.stream().flatMap(HelperCatalogue::options).toList();
    Needs needs = methods.getFirst().getAnnotation(Helper.class).needs();
    return new HelperInfo(name, kinds.getFirst(), needs, methods, optionsType, options);
  }

  /** Its last parameter is a record of options, which may be left out. */
  private static Optional<Class<?>> optionsType(Method method) {
    return method.isVarArgs()
        ? Optional.<Class<?>>of(method.getParameterTypes()[method.getParameterCount() - 1])
            .map(Class::getComponentType)
            .filter(HelperOption::isRecordOf)
        : Optional.empty();
  }

  /** The options that a record carries; those of a record in it are among them. */
  private static Stream<HelperOption> options(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(component ->
            HelperOption.isRecordOf(component.getType())
                ? options(component.getType())
                : Stream.of(option(component)));
  }

  private static HelperOption option(RecordComponent component) {
    return new HelperOption(
        component.getName(),
        component.getType(),
        component.getAnnotation(Option.class).value(),
        Optional.ofNullable(component.getAnnotation(Naming.class)).map(Naming::value));
  }
}
