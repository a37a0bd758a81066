package dev.thaw.rescue;

import dev.thaw.boot.Mend;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Command;
import dev.thaw.machine.Outcome;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the filesystem of a boot partition and repairs it, while it is mounted nowhere. */
final class Repairing {

  /** The highest status that says that all is well now: 1 is for what was repaired. */
  private static final int REPAIRED = 1;

  private Repairing() {}

  /**
   * Unmounts the partition, checks it, and mounts it again where it was.
   *
   * @throws Trouble.NotNow if the program for its filesystem left something damaged
   */
  static Result repair(Rescue rescue, Mend.Repair wanted, boolean dryRun) {
    State state = rescue.state();
    var steps = new ArrayList<Command>();
    var again = new ArrayList<Command>();
    for (LiveMount mount : state.mounts().reversed()) {
      if (mount.source().equals(wanted.device()) && mount.isAtOrBelow(state.root())) {
        steps.add(
            Command.changes("unmount " + mount.point(), "umount", "--", mount.point())
                .within(Duration.ofMinutes(5)));
        mounting(rescue, state, mount).ifPresent(again::addFirst);
      }
    }
    Command check = check(wanted);
    steps.add(check);
    steps.addAll(again);
    return rescue.carryOut(
        new Plan(
            "Check and repair the filesystem of " + wanted.device(),
            steps,
            List.of(
                "What it finds damaged it repairs by itself, where nothing can be lost by that: the"
                    + " mark is taken off, chains of clusters that end nowhere are cut. That can't"
                    + " be undone. A rebuild writes every file of the boot menu that is missing"
                    + " then.")),
        dryRun,
        () -> {
          for (Command step : steps) {
            if (step.equals(check)) {
              checked(rescue, step);
            } else {
              rescue.run(step);
            }
          }
          return new Done(
              "The filesystem of " + wanted.device() + " is checked and whole.",
              true,
              List.of("Next: mountAll(), if it is not mounted; then rebuild()."));
        });
  }

  private static Command check(Mend.Repair wanted) {
    boolean fat = wanted.type().equals("vfat") || wanted.type().equals("msdos");
    return Command.changes(
            "check the filesystem, and repair what can be repaired safely",
            fat
                ? List.of("fsck.vfat", "-a", wanted.device())
                : List.of("e2fsck", "-p", "-f", wanted.device()))
        .within(Duration.ofMinutes(10));
  }

  private static void checked(Rescue rescue, Command check) {
    Outcome outcome = rescue.machine().run(check);
    if (outcome.status() > REPAIRED) {
      throw new Trouble.NotNow(
          "The filesystem is still damaged, or could not be checked: "
              + Clean.lastLines(outcome.text() + outcome.errText(), 8),
          "A person has to decide: sh(\"fsck.vfat -r …\") or e2fsck asks about each thing. Where"
              + " nothing helps, mkfs.vfat makes it anew, and"
              + " rebuild(installBootloader=true) fills it.");
    }
    Clean.text(outcome.text()).lines().forEach(line -> rescue.person().tell("  " + line));
  }

  /** The mount of the plan that mounts the installation, for what is unmounted here. */
  private static Optional<Command> mounting(Rescue rescue, State state, LiveMount mount) {
    var without =
        new State(
            state.root(),
            state.mounts().stream().filter(other -> !other.equals(mount)).toList(),
            state.pools(),
            state.containers(),
            state.volumeGroups(),
            state.arrays(),
            state.bases(),
            state.holders());
    return rescue.installations().stream()
        .filter(installation -> installation.mountedAt().equals(state.root()))
        .findFirst()
        .flatMap(installation -> mounting(installation, without, mount));
  }

  private static Optional<Command> mounting(
      Installation installation, State without, LiveMount mount) {
    return MountPlan.of(installation, without, List.of(), List.of()).steps().stream()
        .filter(step -> step.program().equals("mount"))
        .filter(step -> step.argv().getLast().equals(mount.point()))
        .findFirst();
  }
}
