package dev.thaw.practice.lessons;

import dev.thaw.practice.boot.Boot;
import dev.thaw.practice.machines.Description;
import dev.thaw.practice.machines.MachineBuilder;
import dev.thaw.practice.machines.MachineStore;
import dev.thaw.practice.state.Device;
import dev.thaw.practice.state.Live;
import dev.thaw.practice.state.MachineState;
import dev.thaw.practice.state.MountEntry;
import dev.thaw.practice.state.Node;
import dev.thaw.practice.state.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a practice machine is rescued: it starts, nothing of it is left in use, nobody's files
 * were changed, and it will start after the next rebuild, too.
 *
 * @param machine its name, as {@code --on} takes it
 * @param verdicts what must hold, and whether it does
 * @param screen the last lines that its screen would show
 * @param minutes how long it took, begun ones counted; 0 while it is not rescued, and for a machine
 *     with a lesson, where nobody is to hurry
 */
public record PracticeCheck(
    String machine, List<CheckResult> verdicts, List<String> screen, long minutes) {

  private static final int LINES = 6;
  private static final long MINUTE = 60;

  private static final String WHY = "diagnose() and bootChain() tell why.";

  /** The number of the first user who is a person. */
  private static final int PERSON = 1000;

  /** Copies the lists. */
  public PracticeCheck {
    verdicts = List.copyOf(verdicts);
    screen = List.copyOf(screen);
  }

  /** Whether all holds: nothing is left to do. */
  public boolean passed() {
    return verdicts.stream().allMatch(CheckResult::ok);
  }

  /** What does not hold yet. */
  public List<CheckResult> left() {
    return verdicts.stream().filter(verdict -> !verdict.ok()).toList();
  }

  /** Tries a boot on a copy: the machine itself stays as it is. */
  public static PracticeCheck of(MachineState state) {
    MachineState copy = MachineStore.copy(state);
    Boot.Outcome outcome = Boot.of(copy);
    var verdicts = new ArrayList<CheckResult>();
    verdicts.add(boots(outcome));
    verdicts.add(mounted(state));
    if (!state.pools.isEmpty()) {
      verdicts.add(imported(state));
    }
    if (!state.containers.isEmpty() || !state.groups.isEmpty() || !state.arrays.isEmpty()) {
      verdicts.add(unlocked(state));
    }
    verdicts.add(home(state));
    outcome.running().ifPresent(running -> verdicts.addAll(new Lasting(copy, running).faults()));
    List<String> shown = outcome.screen().stream().filter(line -> !line.isBlank()).toList();
    return new PracticeCheck(
        "practice:" + state.name,
        verdicts,
        shown.subList(Math.max(0, shown.size() - LINES), shown.size()),
        verdicts.stream().allMatch(CheckResult::ok) ? minutes(state) : 0);
  }

  private static long minutes(MachineState state) {
    long end = state.cameUp == 0 ? state.now() : state.cameUp;
    return Description.CHALLENGES.contains(state.name)
        ? Math.max(1, (end - state.begun + MINUTE - 1) / MINUTE)
        : 0;
  }

  private static CheckResult boots(Boot.Outcome outcome) {
    return switch (outcome.verdict()) {
      case BOOTS -> CheckResult.ok("It would start: " + outcome.why() + " runs from its own disk.");
      case HANGS -> CheckResult.notYet("It would hang: " + outcome.why().strip(), WHY);
      case FAILS -> CheckResult.notYet("It would not start: " + outcome.why().strip(), WHY);
    };
  }

  private static CheckResult mounted(MachineState state) {
    List<String> points =
        state.mounts.stream()
            .filter(mount -> !Live.isOwn(mount.volume()))
            .map(MountEntry::point)
            .toList();
    return points.isEmpty()
        ? CheckResult.ok("Nothing of it is mounted.")
        : CheckResult.notYet("Still mounted: " + String.join(", ", points) + ".", "leave().");
  }

  private static CheckResult imported(MachineState state) {
    List<String> pools =
        state.pools.stream().filter(pool -> pool.imported).map(pool -> pool.name).toList();
    return pools.isEmpty()
        ? CheckResult.ok("No pool is imported.")
        : CheckResult.notYet(
            "Still imported, so that it looks used: " + String.join(", ", pools) + ".", "leave().");
  }

  private static CheckResult unlocked(MachineState state) {
    List<String> open = state.devices.stream().filter(Device::isLayer).map(Device::path).toList();
    return open.isEmpty()
        ? CheckResult.ok("Nothing is left unlocked.")
        : CheckResult.notYet("Still unlocked: " + String.join(", ", open) + ".", "leave().");
  }

  /** What belongs to people is compared with the same machine on its first day. */
  private static CheckResult home(MachineState state) {
    var changed = new ArrayList<String>();
    for (Volume then : MachineBuilder.make(state.name).volumes.values()) {
      for (Map.Entry<String, Node> file : then.tree().nodes.entrySet()) {
        boolean same =
            file.getValue().uid() < PERSON
                || state.volumes.values().stream()
                    .filter(volume -> !Live.isOwn(volume.id))
                    .flatMap(volume -> volume.tree().get(file.getKey()).stream())
                    .anyMatch(node -> isSame(node, file.getValue()));
        if (!same) {
          changed.add((file.getKey().startsWith("/home/") ? "" : "/home") + file.getKey());
        }
      }
    }
    return changed.isEmpty()
        ? CheckResult.ok("What is in /home is as it was.")
        : CheckResult.notYet(
            "Somebody's file was changed or is gone: " + String.join(", ", changed) + ".",
            "reset() brings it back here. On a real machine only a backup does.");
  }

  private static boolean isSame(Node now, Node then) {
    return now.kind() == then.kind()
        && now.mode() == then.mode()
        && now.uid() == then.uid()
        && now.gid() == then.gid()
        && now.content().string().equals(then.content().string());
  }
}
