package dev.thaw.practice;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a practice machine is rescued.
 *
 * @param machine its name, as {@code --on} takes it
 * @param left what is left to do or wrong, in sentences; nothing when it is rescued
 * @param screen the last lines that its screen would show
 */
public record PracticeCheck(String machine, List<String> left, List<String> screen) {

  private static final int LINES = 6;

  /** Copies the lists. */
  public PracticeCheck {
    left = List.copyOf(left);
    screen = List.copyOf(screen);
  }

  /** Whether nothing is left to do. */
  public boolean rescued() {
    return left.isEmpty();
  }

  /** Tries a boot; the machine itself may be changed by it and is not to be kept. */
  static PracticeCheck of(Computer computer) {
    var left = new ArrayList<String>();
    if (computer.mounts.stream().anyMatch(mount -> mount.point().startsWith("/mnt"))) {
      left.add("The installed system is still mounted: leave().");
    } else {
      computer.pools.stream()
          .filter(pool -> pool.imported)
          .forEach(pool -> left.add("The pool " + pool.name + " is still imported: leave()."));
    }
    Boot.Outcome outcome = Boot.of(computer);
    switch (outcome.verdict()) {
      case BOOTS -> {}
      case HANGS -> left.add("It would hang: " + outcome.why());
      case FAILS -> left.add("It would not start: " + outcome.why());
    }
    List<String> shown = outcome.screen().stream().filter(line -> !line.isBlank()).toList();
    return new PracticeCheck(
        "practice:" + computer.name,
        left,
        shown.subList(Math.max(0, shown.size() - LINES), shown.size()));
  }
}
