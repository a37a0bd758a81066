package dev.thaw.rescue;

import dev.thaw.boot.Mend;
import dev.thaw.machine.Clean;
import dev.thaw.machine.CommandResult;
import dev.thaw.machine.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the filesystem of a boot partition and repairs it, while it is mounted nowhere. */
final class Repairing {

  /** The highest status that says that all is well now: 1 is for what was repaired. */
  private static final int REPAIRED = 1;

  private Repairing() {}

  /**
   * Unmounts the partition and what is mounted below it, checks it, and mounts all of it again.
   *
   * @throws Trouble.Refused if it is mounted outside of the root, or if the program for its
   *     filesystem left something damaged
   */
  static ActionResult repair(Rescue rescue, Mend.Repair wanted) {
    State state = rescue.state();
    mustBeOursAlone(state, wanted);
    List<LiveMount> gone =
        state.mounts().stream()
            .filter(mount ->
                state.mounts().stream()
                    .filter(other -> other.source().equals(wanted.device()))
                    .anyMatch(other -> mount.isAtOrBelow(other.point())))
            .toList();
    var steps = new ArrayList<Step>();
    for (LiveMount mount : gone.reversed()) {
      steps.add(Step.of("unmount " + mount.point(), new StorageAction.Unmount(mount.point())));
    }
    Step check = check(wanted);
    steps.add(check);
    steps.addAll(mounting(rescue, state, gone));
    return rescue
        .executor()
        .carryOut(
            new Plan(
                "Check and repair the filesystem of " + wanted.device(),
                steps,
                List.of(
                    "What it finds damaged it repairs by itself, where nothing can be lost by that:"
                        + " the mark is taken off, chains of clusters that end nowhere are cut."
                        + " That can't be undone. A rebuild writes every file of the boot menu that"
                        + " is missing then.")),
            () -> {
              for (Step step : steps) {
                if (step.equals(check)) {
                  checked(rescue, step, !gone.isEmpty());
                } else {
                  rescue.executor().run(step);
                }
              }
              return new Applied(
                  "The filesystem of " + wanted.device() + " is checked and whole.",
                  true,
                  List.of("Next: mountAll(), if it is not mounted; then rebuild()."));
            });
  }

  private static Step check(Mend.Repair wanted) {
    boolean fat = wanted.type().equals("vfat") || wanted.type().equals("msdos");
    return Step.of(
        "check the filesystem, and repair what can be repaired safely",
        new OtherAction.CheckFilesystem(wanted.device(), fat));
  }

  private static void checked(Rescue rescue, Step check, boolean unmounted) {
    CommandResult result = rescue.machine().run(check.command());
    if (result.status() > REPAIRED) {
      throw new Trouble.NotReady(
          "The filesystem is still damaged, or could not be checked: "
              + Clean.lastLines(result.text() + result.errText(), 8),
          (unmounted ? "It is unmounted now: mountAll() mounts it again. " : "")
              + "A person has to decide: sh(\"fsck.vfat -r …\") or e2fsck asks about each thing."
              + " Where nothing helps, mkfs.vfat makes it anew, and rebuild(installBootloader=true)"
              + " fills it.");
    }
    Clean.text(result.text()).lines().forEach(line -> rescue.interaction().tell("  " + line));
  }

  /** A filesystem that changes below one who has it mounted is damaged by its repair. */
  private static void mustBeOursAlone(State state, Mend.Repair wanted) {
    Optional<LiveMount> elsewhere =
        state.mounts().stream()
            .filter(mount -> mount.source().equals(wanted.device()))
            .filter(mount -> !mount.isAtOrBelow(state.root()))
            .findFirst();
    if (elsewhere.isPresent()) {
      String point = Clean.line(elsewhere.get().point());
      throw new Trouble.NotReady(
          wanted.device()
              + " is mounted at "
              + point
              + ", too: its filesystem can't be repaired while it is. Nothing was changed.",
          "Unmount it there (sh(\"umount -- …\")), then do this again.");
    }
  }

  /** The mounts of the plan that mounts the installation, for what is unmounted here. */
  private static List<Step> mounting(Rescue rescue, State state, List<LiveMount> gone) {
    var without =
        new State(
            state.root(),
            state.mounts().stream().filter(mount -> !gone.contains(mount)).toList(),
            state.pools(),
            state.containers(),
            state.volumeGroups(),
            state.arrays(),
            state.bases(),
            state.holders());
    List<String> points = gone.stream().map(LiveMount::point).toList();
    return rescue.installations().stream()
        .filter(installation -> installation.mountedAt().equals(state.root()))
        .findFirst()
        .map(installation -> MountPlan.of(installation, without, List.of(), List.of()).steps())
        .orElse(List.of())
        .stream()
        .filter(step ->
            switch (step.action()) {
              case StorageAction.Mount mount -> points.contains(mount.point());
              case StorageAction.BindMount bind -> points.contains(bind.point());
              case StorageAction _, FileAction _, SystemAction _, OtherAction _ -> false;
            })
        .toList();
  }
}
