package dev.thaw.rescue;

import dev.thaw.boot.Diagnosis;
import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Trouble;
import dev.thaw.nixos.DeviceKind;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.BlockDevice;
import dev.thaw.storage.Containers;
import dev.thaw.storage.Disks;
import dev.thaw.storage.ListWithNotes;
import dev.thaw.storage.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Mounts an installation: plans it, has it approved, runs it, and looks whether it is so. */
final class Mounting {

  private static final Probe POINTS =
      Probe.of(
          Mounting.class,
          "points",
          "see that no mount point leads out of the installed system",
          Duration.ofSeconds(30));

  private Mounting() {}

  /**
   * Mounts the installation that fails to boot.
   *
   * @param number which, counted from 1; 0 for the one that the diagnosis is sure of
   */
  static ActionResult mountAll(Rescue rescue, Diagnosis diagnosis, int number) {
    ListWithNotes<Installation> found = rescue.installations();
    return mountAll(rescue, found, Installations.choose(rescue, found, diagnosis, number));
  }

  /**
   * Mounts an installation; see {@link MountPlan} for how.
   *
   * @param listed those found
   * @param number which of them, counted from 1; 0 for the only one
   */
  static ActionResult mountAll(Rescue rescue, ListWithNotes<Installation> listed, int number) {
    List<BlockDevice> disks = Disks.look(rescue.machine());
    PoolImport.refuseHibernated(disks);
    ListWithNotes<Installation> found = listed;
    // An array may hold the volume group that holds the root: what is started shows the next.
    var started = new ArrayList<Step>();
    for (Plan closed = closed(rescue, found, started);
        !closed.isEmpty();
        closed = closed(rescue, found, started)) {
      Plan starting = closed;
      started.addAll(starting.steps());
      if (rescue.executor().isDry()) {
        return rescue.executor().dry(asFarAsSeen(rescue, starting, found, number, disks));
      }
      found =
          rescue
              .executor()
              .approved(
                  starting,
                  () -> {
                    starting.steps().forEach(rescue.executor()::run);
                    return rescue.installations();
                  });
      disks = Disks.look(rescue.machine());
    }
    int now = started.isEmpty() ? number : Installations.again(listed, number, found);
    return mount(rescue, Installations.choose(found, now), disks);
  }

  /** Starts what is not running, and was not told to start here or in a rehearsal before. */
  private static Plan closed(Rescue rescue, ListWithNotes<Installation> found, List<Step> started) {
    if (!Activation.isWanted(found)) {
      return new Plan("", List.of(), List.of());
    }
    Plan plan = Activation.plan(Containers.look(rescue.machine()));
    DryRunState rehearsed = rescue.rehearsed();
    return new Plan(
        plan.title(),
        plan.steps().stream()
            .filter(step -> !rehearsed.holds(step) && !started.contains(step))
            .toList(),
        plan.remarks());
  }

  /** What is to be started, and what can be said of the mounts without it. */
  private static Plan asFarAsSeen(
      Rescue rescue,
      Plan closed,
      ListWithNotes<Installation> found,
      int number,
      List<BlockDevice> disks) {
    var remarks = new ArrayList<>(closed.remarks());
    var steps = new ArrayList<>(closed.steps());
    try {
      Plan mounts = plan(rescue, Installations.choose(found, number), disks);
      steps.addAll(mounts.steps());
      remarks.addAll(mounts.remarks());
      remarks.add("What lies in them can't be seen yet: there may be more to mount.");
      return new Plan(mounts.title(), steps, remarks);
    } catch (Trouble.Refused unseen) {
      remarks.add("What lies in them can't be seen yet, so neither can the mounts.");
      return new Plan(closed.title(), steps, remarks);
    }
  }

  private static Plan plan(Rescue rescue, Installation installation, List<BlockDevice> disks) {
    boolean zfs =
        installation.mounts().stream().anyMatch(m -> m.entry().kind() == DeviceKind.DATASET);
    List<Pool> pools = zfs ? rescue.pools() : List.of();
    return MountPlan.of(installation, rescue.state(), pools, disks);
  }

  private static ActionResult mount(
      Rescue rescue, Installation installation, List<BlockDevice> disks) {
    Plan plan = plan(rescue, installation, disks);
    String name = MountPlan.name(installation);
    String where = name + " is mounted at " + rescue.root();
    return rescue
        .executor()
        .carryOut(
            plan,
            new Applied(where + " already.", false, already(rescue, installation, plan)),
            () -> {
              run(rescue, plan);
              return new Applied(
                  where + ", writable.", true, notes(rescue.state(), installation, plan));
            });
  }

  /** What was mounted before may be another device, or not writable. */
  private static List<String> already(Rescue rescue, Installation installation, Plan plan) {
    return plan.isEmpty() ? notes(rescue.state(), installation, plan) : List.of();
  }

  private static void run(Rescue rescue, Plan plan) {
    for (Step step : plan.steps()) {
      checkPoints(rescue, step);
      rescue.executor().run(step);
    }
  }

  /**
   * Where a path of the installed system really lies on the live one, links followed inside it.
   *
   * @throws Trouble.Refused if it is behind links that lead in a circle
   */
  static String real(Rescue rescue, String path) {
    String leads = POINTS.run(rescue.machine(), rescue.root(), path).text(path);
    if (leads.isEmpty()) {
      throw new Trouble.NotReady(
          "The path " + Clean.line(path) + " of the installed system is behind a circle of links.",
          "Look with sh(\"ls -l …\", looks=true).");
    }
    return leads;
  }

  /** The same; where nothing can be read, as in a rehearsal, the path as it stands. */
  static String place(Rescue rescue, String path) {
    return rescue.isReadable() ? real(rescue, path) : rescue.root() + path;
  }

  /**
   * A link on the broken system must not lead a mount, or a folder made for it, to the live one.
   * Asked just before each step: what was mounted by the step before may have brought the link.
   */
  private static void checkPoints(Rescue rescue, Step step) {
    String root = rescue.root();
    List<String> points =
        step.action().paths().stream()
            .filter(path -> path.startsWith(root + "/"))
            .map(path -> path.substring(root.length()))
            .toList();
    if (points.isEmpty()) {
      return;
    }
    var arguments = new ArrayList<>(List.of(root));
    arguments.addAll(points);
    Probe.Sections found = POINTS.run(rescue.machine(), arguments.toArray(String[]::new));
    for (String point : points) {
      String leads = found.text(point);
      if (!leads.equals(root + point)) {
        throw new Trouble.NotReady(
            "The path "
                + Clean.line(point)
                + " of the installed system is behind a link"
                + (leads.isEmpty()
                    ? " that leads in a circle."
                    : " that leads to " + Clean.line(leads) + "."),
            "Nothing was mounted there; what was mounted before it stays. Look with sh(\"ls -l"
                + " …\"), go on by hand, or leave() to go back.");
      }
    }
  }

  private static List<String> notes(State state, Installation installation, Plan plan) {
    var notes = new ArrayList<>(plan.remarks());
    for (Readiness.Gap gap : Readiness.of(installation, state).gaps()) {
      notes.add(capital(gap.what()) + ": a rebuild is refused. " + gap.next());
    }
    notes.add(
        "Next: config() to see what to change; then rebuild(), or rollback(N); leave() at the"
            + " end.");
    return notes;
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
