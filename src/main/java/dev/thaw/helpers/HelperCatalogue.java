package dev.thaw.helpers;

import dev.thaw.rescue.Names;
import dev.thaw.rescue.Noun;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The helpers that a class declares, found by reflection. That takes its time: their names are read
 * when the first is asked for, and what there is to know of one when that one is.
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
  private Set<String> names;
  private final Map<String, Optional<HelperInfo>> known = new HashMap<>();

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
      var found = new TreeSet<String>();
      helpers(_ -> true).map(Method::getName).forEach(found::add);
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
   * The helper of that name, if there is one. A first cell needs no more: the others are not read.
   *
   * @throws IllegalArgumentException if its overloads disagree on kind or options
   */
  public synchronized Optional<HelperInfo> find(String name) {
    return known.computeIfAbsent(name, this::read);
  }

  private HelperInfo info(String name) {
    return find(name).orElseThrow();
  }

  /** The helper whose name is nearest to a name that is none, if one is near enough. */
  public Optional<HelperInfo> nearest(String name) {
    return Nearest.to(name, names()).map(this::info);
  }

  /**
   * What the argument at {@code index} of a method names that is called on what a helper gives:
   * {@code config().show("…")}.
   */
  public Optional<Noun> noun(String method, int index) {
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

  private Stream<Method> helpers(Predicate<String> named) {
    return Stream.of(owner.getMethods())
        .filter(method -> named.test(method.getName()))
        .filter(method -> method.isAnnotationPresent(Helper.class));
  }

  private Optional<HelperInfo> read(String name) {
    List<Method> methods =
        helpers(name::equals)
            .sorted(
                Comparator.comparingInt(Method::getParameterCount).thenComparing(Method::toString))
            .toList();
    return methods.isEmpty() ? Optional.empty() : Optional.of(read(name, methods));
  }

  private static HelperInfo read(String name, List<Method> methods) {
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
    List<HelperOption> options = optionsType.map(HelperCatalogue::options).orElse(List.of());
    Needs needs = methods.getFirst().getAnnotation(Helper.class).needs();
    return new HelperInfo(name, kinds.getFirst(), needs, methods, optionsType, options);
  }

  private static Optional<Class<?>> optionsType(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return types.length > 0 && isOptions(types[types.length - 1])
        ? Optional.of(types[types.length - 1])
        : Optional.empty();
  }

  private static boolean isOptions(Class<?> type) {
    return type.isRecord()
        && type.getRecordComponents().length > 0
        && Arrays.stream(type.getRecordComponents())
            .allMatch(component -> component.isAnnotationPresent(Option.class));
  }

  private static List<HelperOption> options(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(HelperCatalogue::option).toList();
  }

  private static HelperOption option(RecordComponent component) {
    return new HelperOption(
        component.getName(),
        component.getType(),
        component.getAnnotation(Option.class).value(),
        Optional.ofNullable(component.getAnnotation(Names.class)).map(Names::value));
  }
}
