package dev.thaw.player;

import dev.thaw.machine.Clean;
import dev.thaw.notebook.CellState;
import dev.thaw.notebook.Journal;
import dev.thaw.rescue.State;
import dev.thaw.terminal.CellEnvironment;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said at the end of a play. */
public final class PlaySummary {

  private PlaySummary() {}

  /**
   * Says how it went, where the played notebook is, and what is left to do.
   *
   * @param took how long the play took
   * @param atEnd whether there is nothing to go on with
   */
  public static void say(
      CellEnvironment environment,
      Journal journal,
      StatusLine where,
      Duration took,
      boolean atEnd,
      ResumeCommands onward) {
    Screen screen = environment.screen();
    screen.gap();
    screen.say(
        Tone.HEAD,
        counts(journal)
            + " in "
            + words(took)
            + ", "
            + trips(environment.session().machine().roundTrips())
            + ".");
    screen.show("The played notebook: " + Clean.line(journal.file().toString()));
    if (environment.approver().acted() > 0 || journal.hasActed()) {
      where
          .state()
          .flatMap(PlaySummary::left)
          .ifPresent(left -> {
            screen.say(Tone.WARN, "Not finished: " + left + ".");
            screen.show(beforeRestart(onward));
          });
    }
    if (!atEnd) {
      screen.show("To go on: " + onward.resume());
    }
  }

  /** What to type before the machine restarts. */
  public static String beforeRestart(ResumeCommands onward) {
    return "Before you restart: " + onward.leave();
  }

  private static Optional<String> left(State state) {
    List<String> left = new ArrayList<>();
    if (state.isMounted()) {
      left.add("something is still mounted at " + state.root());
    }
    state
        .poolsInside()
        .forEach(pool -> left.add("the pool " + Clean.line(pool.name()) + " is still imported"));
    return left.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", left));
  }

  private static String counts(Journal journal) {
    Map<CellState, Integer> counts = new EnumMap<>(CellState.class);
    for (int i = 0; i < journal.cells().size(); i++) {
      if (!Steps.isStep(journal.cell(i))) {
        continue;
      }
      journal.state(i).ifPresent(state -> counts.merge(merged(state), 1, Integer::sum));
    }
    String said =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey().word())
            .collect(Collectors.joining(", "));
    return "Steps: " + (said.isEmpty() ? "none" : said);
  }

  private static CellState merged(CellState state) {
    return state == CellState.ACTED ? CellState.RAN : state;
  }

  private static String words(Duration took) {
    long minutes = took.toMinutes();
    return minutes == 0 ? took.toSeconds() + " s" : minutes + " min " + took.toSecondsPart() + " s";
  }

  private static String trips(long count) {
    return count == 1 ? "1 round trip" : count + " round trips";
  }
}
