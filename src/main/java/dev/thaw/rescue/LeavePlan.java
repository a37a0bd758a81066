package dev.thaw.rescue;

import dev.thaw.machine.Clean;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The way out: everything unmounted in reverse, pools exported, containers closed. */
final class LeavePlan {

  /**
   * Filesystems of the kernel itself: no disk is behind them, and they may be shared with the live
   * system.
   */
  private static final Set<String> KERNEL_FILESYSTEMS =
      Set.of(
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "tmpfs",
          "cgroup",
          "cgroup2",
          "efivarfs",
          "mqueue",
          "hugetlbfs",
          "securityfs",
          "debugfs",
          "tracefs",
          "pstore",
          "bpf",
          "configfs",
          "fusectl",
          "ramfs",
          "autofs",
          "binfmt_misc");

  private static final String ALL = "Everything that is mounted there goes, whoever mounted it.";

  private LeavePlan() {}

  /**
   * The plan that takes the machine back to where nothing of the installation is in use.
   *
   * @param record what was done: containers, volume groups and arrays are closed only if Thaw
   *     opened them
   * @throws Trouble.Refused if a process keeps something busy, naming it
   */
  static Plan plan(State state, List<ActionLog.Entry> record) {
    var steps = new ArrayList<Step>();
    unmount(state, steps);
    takeBackLooks(state, steps);
    for (State.ImportedPool pool : state.poolsInUse()) {
      steps.add(
          Step.of(
              "export the pool " + pool.name() + ", so that the installed system may import it",
              new StorageAction.ExportPool(pool.name())));
    }
    close(state, record, steps);
    if (!steps.isEmpty() && !state.holders().isEmpty()) {
      throw busy(state);
    }
    return new Plan(
        "Leave the installed system",
        steps,
        state.poolsInUse().isEmpty()
            ? List.of(ALL)
            : List.of(
                ALL,
                "An exported pool belongs to nobody. One that was not exported looks as if the live"
                    + " system still used it, and with boot.zfs.forceImportRoot = false (the"
                    + " default from system.stateVersion 26.11 on) stage 1 refuses to import it."));
  }

  /** Leaves, and looks whether nothing is left. */
  static ActionResult leave(Rescue rescue) {
    State state = rescue.stateWithHolders();
    List<ActionLog.Entry> record = rescue.recordSoFar();
    Plan plan = plan(state, record).after(CutOffEdits.steps(rescue, record, state));
    return rescue
        .executor()
        .carryOut(
            plan,
            new Applied(
                "Nothing of the installed system is mounted or imported.", false, List.of()),
            () -> {
              plan.steps().forEach(step -> runOrSayBusy(rescue, step));
              return left(rescue);
            });
  }

  private static Applied left(Rescue rescue) {
    State state = rescue.state();
    Plan left = plan(state, rescue.record());
    if (!left.isEmpty()) {
      throw new Trouble.NotReady(
          "Something is still there after leaving:\n" + left, "leave() again.");
    }
    return new Applied("Everything is unmounted, exported and closed.", true, stillImported(state));
  }

  private static List<String> stillImported(State state) {
    var notes = new ArrayList<String>();
    for (State.ImportedPool pool : state.pools()) {
      if (State.isOfLook(pool.altroot())) {
        notes.add(
            "The pool "
                + Clean.line(pool.name())
                + " is open for another look just now; it is exported when that ends.");
        continue;
      }
      notes.add(
          "The pool "
              + Clean.line(pool.name())
              + " is still imported, though not below "
              + state.root()
              + ": if it is the installed system's, sh(\"zpool export …\") before the restart.");
    }
    notes.add("Next: reboot(). When the screen goes dark, take the live image out.");
    return notes;
  }

  private static void runOrSayBusy(Rescue rescue, Step step) {
    CommandResult result = rescue.machine().run(step.command());
    if (!result.ok()) {
      State now = rescue.stateWithHolders();
      if (!now.holders().isEmpty()) {
        throw busy(now);
      }
      result.orFail("What was left until then is left; mend this, then leave() again.");
    }
  }

  private static Trouble busy(State state) {
    return new Trouble.NotReady(
        "Something below "
            + state.root()
            + " is still in use by "
            + state.holders().stream().map(State.Holder::sentence).collect(Collectors.joining(", "))
            + ".",
        "Close it (leave that shell, or end it with sh(\"kill PID\")), then leave() again.");
  }

  private static void unmount(State state, List<Step> steps) {
    List<LiveMount> inside = state.mountedInside();
    for (int i = inside.size() - 1; i >= 0; i--) {
      LiveMount mount = inside.get(i);
      boolean kernels = KERNEL_FILESYSTEMS.contains(mount.fsType());
      if (kernels && isBelowKernels(mount, inside)) {
        continue;
      }
      if (kernels) {
        // Bound by hand with --rbind, they are shared: a plain umount would take them from the
        // live system, too.
        steps.add(
            Step.of(
                "keep what happens at " + mount.point() + " from reaching the live system",
                new StorageAction.MakeSlave(mount.point())));
        steps.add(Step.of("unmount " + mount.point(), new StorageAction.UnmountAll(mount.point())));
      } else {
        steps.add(Step.of("unmount " + mount.point(), new StorageAction.Unmount(mount.point())));
      }
    }
  }

  /** What is open since a look was killed, and nobody's any more. */
  private static void takeBackLooks(State state, List<Step> steps) {
    unmountLooks(state, steps);
    state.poolsLeft().forEach(pool -> steps.add(exportLeft(pool.name())));
  }

  /**
   * The steps that let go of a pool which a look that was cut off has left imported, with all that
   * such a look has left mounted.
   */
  static List<Step> takeBack(State state, String pool) {
    var steps = new ArrayList<Step>();
    unmountLooks(state, steps);
    steps.add(exportLeft(pool));
    return steps;
  }

  private static Step exportLeft(String pool) {
    return Step.of(
        "export the pool " + pool + ", which a look that was cut off has left imported, read-only",
        new StorageAction.ExportPool(pool));
  }

  private static void unmountLooks(State state, List<Step> steps) {
    for (LiveMount mount : state.mountsLeft().reversed()) {
      steps.add(
          Step.of(
              "unmount " + mount.point() + ", which a look that was cut off has left",
              new StorageAction.Unmount(mount.point())));
    }
  }

  private static boolean isBelowKernels(LiveMount mount, List<LiveMount> inside) {
    return inside.stream()
        .anyMatch(other ->
            other != mount
                && KERNEL_FILESYSTEMS.contains(other.fsType())
                && mount.point().startsWith(other.point() + "/"));
  }

  /** What Thaw opened and the kernel still has, last opened first. */
  private static void close(State state, List<ActionLog.Entry> record, List<Step> steps) {
    for (ActionLog.Entry entry : record.reversed()) {
      for (Action undo : entry.undo()) {
        if (undo instanceof StorageAction.Closing closing && !closing.holds(state)) {
          // Live images activate a volume group by themselves as soon as what holds it is open.
          state.bases().stream()
              .filter(base -> base.on().equals(closing.what()))
              .forEach(base ->
                  add(
                      Step.of(
                          "deactivate the volume group " + base.group(),
                          new StorageAction.DeactivateGroup(base.group())),
                      steps));
          add(Step.of("close " + closing.what() + " again", closing), steps);
        }
      }
    }
  }

  private static void add(Step more, List<Step> steps) {
    if (steps.stream().noneMatch(step -> step.action().equals(more.action()))) {
      steps.add(more);
    }
  }
}
