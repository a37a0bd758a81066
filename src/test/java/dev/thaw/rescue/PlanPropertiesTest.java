package dev.thaw.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.rescue.State.ImportedPool;
import dev.thaw.rescue.StorageAction.ActivateGroup;
import dev.thaw.rescue.StorageAction.AssembleArray;
import dev.thaw.rescue.StorageAction.BindMount;
import dev.thaw.rescue.StorageAction.CloseLuks;
import dev.thaw.rescue.StorageAction.DeactivateGroup;
import dev.thaw.rescue.StorageAction.ExportPool;
import dev.thaw.rescue.StorageAction.ImportPool;
import dev.thaw.rescue.StorageAction.Mount;
import dev.thaw.rescue.StorageAction.OpenLuks;
import dev.thaw.rescue.StorageAction.StopArray;
import dev.thaw.rescue.StorageAction.Unmount;
import dev.thaw.rescue.StorageAction.UnmountAll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What any plan makes of any state: after it, it holds; taken back, the state is as it was. */
class PlanPropertiesTest {

  private static final String ROOT = "/mnt";
  private static final List<String> NAMES = List.of("a", "b", "c");

  @Provide
  Arbitrary<State> states() {
    return Combinators.combine(
            some(points().map(PlanPropertiesTest::mount)),
            some(names().map(name -> new ImportedPool(name, ROOT, false, "ONLINE"))),
            some(names()),
            some(names()),
            some(names()))
        .as((mounts, pools, containers, groups, arrays) ->
            new State(ROOT, mounts, pools, containers, groups, arrays, List.of(), List.of()));
  }

  private static <T> Arbitrary<List<T>> some(Arbitrary<T> each) {
    return each.list().ofMaxSize(3).uniqueElements();
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of(NAMES);
  }

  private static Arbitrary<String> points() {
    return Arbitraries.of(ROOT, "/mnt/boot", "/mnt/boot/efi", "/mnt/b", "/run/x");
  }

  private static LiveMount mount(String point) {
    return new LiveMount(point, "tank", "zfs", List.of("rw"));
  }

  /** What opens something, with what takes it back. */
  @Provide
  Arbitrary<Step> opening() {
    return Arbitraries.oneOf(
        step(names(), a -> new ImportPool(a, a, false, "", ROOT), ExportPool::new),
        step(names(), a -> new OpenLuks("/dev/" + a, a, "-"), CloseLuks::new),
        step(names(), ActivateGroup::new, DeactivateGroup::new),
        step(names(), a -> new AssembleArray(a, "u", ""), StopArray::new),
        step(points(), p -> new Mount("tank", "zfs", List.of(), p), Unmount::new),
        step(points(), p -> new BindMount("/x", p, false), Unmount::new));
  }

  /** What shuts something. */
  @Provide
  Arbitrary<StorageAction> closing() {
    return Arbitraries.oneOf(
        names().map(ExportPool::new),
        names().map(CloseLuks::new),
        names().map(DeactivateGroup::new),
        names().map(StopArray::new),
        points().map(Unmount::new),
        points().map(UnmountAll::new));
  }

  /** The root is mounted first in each: what is mounted before it would be hidden. */
  @Provide
  Arbitrary<List<Step>> plans() {
    return opening()
        .list()
        .ofMaxSize(8)
        .map(steps ->
            steps.stream()
                .sorted(Comparator.comparing(step -> !step.action().paths().contains(ROOT)))
                .toList());
  }

  private static Arbitrary<Step> step(
      Arbitrary<String> named,
      Function<String, StorageAction> what,
      Function<String, StorageAction> undo) {
    return named.map(name -> Step.of("do it", what.apply(name)).undoneBy(undo.apply(name)));
  }

  @Property
  void whatWasOpenedHolds(@ForAll("states") State before, @ForAll("opening") Step step) {
    var action = (StorageAction) step.action();
    assertThat(action.holds(action.after(before))).isTrue();
  }

  @Property
  void whatWasShutHolds(@ForAll("states") State before, @ForAll("closing") StorageAction action) {
    assertThat(action.holds(action.after(before))).isTrue();
    // What holds already leaves nothing to do but what lies below it.
    if (action.holds(before) && !(action instanceof UnmountAll)) {
      assertThat(action.after(before)).isEqualTo(before);
    }
  }

  /** As it is carried out: a step whose result holds already is none of the plan. */
  private static List<Step> needed(State before, List<Step> plan) {
    var needed = new ArrayList<Step>();
    State now = before;
    for (Step step : plan) {
      var action = (StorageAction) step.action();
      if (!action.holds(now)) {
        needed.add(step);
        now = action.after(now);
      }
    }
    return needed;
  }

  @Property
  void aPlanHoldsAfterItAndASecondTimeThereIsNothingToDo(
      @ForAll("states") State before, @ForAll("plans") List<Step> plan) {
    State after = new DryRunState(needed(before, plan)).after(before);

    assertThat(plan).allMatch(step -> ((StorageAction) step.action()).holds(after));
    assertThat(needed(after, plan)).isEmpty();
  }

  /** By what undo() itself makes of the record, until it finds nothing more to take back. */
  @Property
  void whatIsTakenBackStepByStepLeavesTheStateAsItWas(
      @ForAll("states") State before, @ForAll("plans") List<Step> plan) {
    List<Step> steps = needed(before, plan);
    State state = new DryRunState(steps).after(before);
    var record = new ArrayList<ActionLog.Entry>();
    steps.forEach(step -> record.add(done(record.size(), step)));

    for (int i = 0; i < steps.size(); i++) {
      List<Step> undo = Undoing.plan(record, state).steps();
      assertThat(undo).isNotEmpty();
      state = new DryRunState(undo).after(state);
      undo.forEach(step -> record.add(done(record.size(), step)));
    }

    assertThat(state).isEqualTo(before);
    assertThat(Undoing.plan(record, state).steps()).isEmpty();
  }

  private static ActionLog.Entry done(int number, Step step) {
    return new ActionLog.Entry(
        "a-" + number,
        Instant.EPOCH,
        "a",
        step.purpose(),
        step.action(),
        step.undo(),
        Optional.of(0));
  }
}
