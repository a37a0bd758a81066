package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Any action is read from the record as what it was, whatever names and texts are in it. */
class ActionLogPropertiesTest {

  /** Components that have to be absolute paths of files. */
  private static final Set<String> FILES = Set.of("path", "backup");

  @Property
  void whatIsRecordedIsReadBack(@ForAll("actions") Tuple2<Action, Action> actions) {
    Action done = actions.get1();
    Action undo = actions.get2();
    String line = RecordedLine.of(Step.of("do “it”\n\\", done).undoneBy(undo, done, undo));

    ActionLog.Entry entry = ActionLog.parse(line).getFirst();

    assertThat(line).doesNotContain("\n");
    assertThat(entry.action()).isEqualTo(done);
    assertThat(entry.undo()).containsExactly(undo, done, undo);
    assertThat(entry.purpose()).isEqualTo("do “it”\n\\");
  }

  /** A line that was cut off anywhere is no entry, and does no harm to those around it. */
  @Property
  void aLineThatWasCutIsLeftOut(
      @ForAll("actions") Tuple2<Action, Action> actions, @ForAll("places") int place) {
    String whole = RecordedLine.of(Step.of("do it", actions.get1()).undoneBy(actions.get2()));
    String cut = whole.substring(0, whole.length() * place / 100);

    assertThat(ActionLog.parse(cut)).isEmpty();
    assertThat(ActionLog.parse(cut + "\n" + whole + "\n" + cut)).hasSize(1);
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 99);
  }

  @Provide
  Arbitrary<Tuple2<Action, Action>> actions() {
    Arbitrary<Action> any = Arbitraries.oneOf(kinds(Action.class).map(this::action).toList());
    return Combinators.combine(any, any).as(Tuple::of);
  }

  private static Stream<Class<?>> kinds(Class<?> group) {
    return group.isSealed()
        ? Stream.of(group.getPermittedSubclasses()).flatMap(ActionLogPropertiesTest::kinds)
        : Stream.of(group);
  }

  private Arbitrary<Action> action(Class<?> kind) {
    RecordComponent[] components = kind.getRecordComponents();
    List<Arbitrary<Object>> values =
        Stream.of(components).map(one -> value(one.getName(), one.getGenericType())).toList();
    return Combinators.combine(values).as(given -> make(kind, components, given));
  }

  private static Action make(Class<?> kind, RecordComponent[] components, List<Object> given) {
    try {
      Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Action) constructor.newInstance(given.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Arbitrary<Object> value(String name, Type type) {
    if (type instanceof ParameterizedType list) {
      var all = value(name, list.getActualTypeArguments()[0]).list().ofMaxSize(3);
      return switch (name) {
        // A name and a value each.
        case "options" -> all.filter(some -> some.size() % 2 == 0).map(List::copyOf);
        case "argv" -> all.map(some -> Stream.concat(Stream.of("sh"), some.stream()).toList());
        default -> all.map(List::copyOf);
      };
    }
    if (type == boolean.class) {
      return Arbitraries.of(true, false).asGeneric();
    }
    if (type == int.class || type == Integer.class) {
      return Arbitraries.integers().greaterOrEqual(0).asGeneric();
    }
    if (type == long.class) {
      return Arbitraries.longs().greaterOrEqual(0).asGeneric();
    }
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return Arbitraries.of(constants.getEnumConstants()).asGeneric();
    }
    return texts().map(text -> FILES.contains(name) ? "/mnt/" + text + "x" : text).asGeneric();
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of("/mnt", "/dev/sda1", "tank", "", "é \"x\"\t\n\\", "y".repeat(700)),
        Arbitraries.strings().withCharRange('\1', '~').ofMaxLength(12),
        Arbitraries.strings().withCharRange('\u00a0', '\ud7ff').ofMaxLength(6));
  }
}
