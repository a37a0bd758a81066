package dev.thaw.rescue;

import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.SystemdBoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What comes after the boot menu was written: an entry whose tries are used up gets a name without
 * its count, which no installer gives it, and all that was written goes to the disks.
 */
final class Settling {

  /** What is written there is in memory in any case. */
  private static final Set<String> IN_MEMORY =
      Set.of("tmpfs", "ramfs", "proc", "sysfs", "devtmpfs");

  private final Rescue rescue;
  private final Optional<Step> rename;
  private final Step sync;

  /**
   * Looks at what is to boot next.
   *
   * @param wanted the generation, as far as its number is known already
   */
  Settling(Rescue rescue, Installation before, Optional<Generation> wanted) {
    this.rescue = rescue;
    rename = wanted.flatMap(before::entry).flatMap(listed -> rename(rescue.root(), listed));
    sync = sync(rescue.state());
  }

  /** The same plan, followed by that; a plan of no steps stays one. */
  Plan after(Plan plan) {
    if (plan.isEmpty() && rename.isEmpty()) {
      return plan;
    }
    var steps = new ArrayList<>(plan.steps());
    rename.ifPresent(steps::add);
    steps.add(sync);
    return new Plan(plan.title(), steps, plan.remarks());
  }

  /**
   * Runs the step.
   *
   * @param work runs one that is none of those
   */
  void orElse(Step step, Consumer<Step> work) {
    boolean renames = rename.filter(step::equals).isPresent();
    if (!renames && !step.equals(sync)) {
      work.accept(step);
    } else if (!renames || isNeeded()) {
      rescue.executor().run(step);
    }
  }

  /** A rebuild may have made another generation, whose entry has all its tries. */
  private boolean isNeeded() {
    Installation now = rescue.mounted("the check");
    return now.current()
        .flatMap(now::entry)
        .flatMap(listed -> rename(rescue.root(), listed))
        .filter(rename.orElseThrow()::equals)
        .isPresent();
  }

  /** The way back of what boot counting does; empty while it has tries left. */
  static Optional<Step> rename(String root, Installation.Listed listed) {
    String folder = root + listed.partition().mountPoint() + SystemdBoot.ENTRIES;
    String counted = folder + listed.entry().file();
    String plain = folder + listed.entry().id();
    return listed.entry().isExhausted() && !listed.partition().mountPoint().isEmpty()
        ? Optional.of(
            Step.of(
                    "take the used-up count of tries out of its entry's name, which stays as it is"
                        + " when the menu is written: systemd-boot passes over it",
                    new FileAction.MoveFile(counted, plain))
                .undoneBy(new FileAction.MoveFile(plain, counted)))
        : Optional.empty();
  }

  private static Step sync(State state) {
    List<String> points =
        state.mountedInside().stream()
            .filter(mount -> !mount.readOnly() && !IN_MEMORY.contains(mount.fsType()))
            .map(LiveMount::point)
            .distinct()
            .toList();
    return Step.of(
        "have all of it written to the disks now, so that a power cut takes none of it",
        new OtherAction.Sync(points.isEmpty() ? List.of(state.root()) : points));
  }
}
