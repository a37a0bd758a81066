package dev.thaw.repl;

import dev.thaw.app.Session;
import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.rescue.State;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one is and what may happen, as the prompt shows it: {@code thaw practice:vfio ro>}, and
 * what is said when that changes.
 *
 * @param machine the machine's name
 * @param state what holds there; empty when that is not known
 * @param restarting whether it was told to restart
 */
record Situation(String machine, Optional<State> state, boolean restarting, ExecutionMode mode) {

  /** Less than that is left for the machine's name nowhere. */
  private static final int SHORTEST = 6;

  static Situation of(Session session, Optional<State> state, boolean restarting) {
    return new Situation(
        Clean.line(session.machine().name()), state, restarting, session.rescue().mode());
  }

  /** The prompt, at most half a line long. */
  String prompt(int width, Style style) {
    String place = state.filter(State::isMounted).map(State::root).orElse("");
    int room = width / 2 - "thaw  ".length() - place.length() - word().length() - 3;
    var words = new ArrayList<String>();
    words.add(style.paint(Tone.HEAD, "thaw"));
    words.add(room < SHORTEST ? "" : Width.cut(machine, room, style));
    words.add(style.paint(tone(), word()));
    words.add(place);
    words.removeIf(String::isEmpty);
    return String.join(" ", words) + style.paint(Tone.HEAD, "> ");
  }

  private String word() {
    if (restarting) {
      return "restarting";
    }
    return state.map(now -> now.isWritable() ? "rw" : "ro").orElse("");
  }

  private Tone tone() {
    return word().equals("rw") ? Tone.WARN : Tone.GOOD;
  }

  /** What has changed since another one, in sentences; nothing when nothing has. */
  List<String> since(Situation before) {
    var said = new ArrayList<String>();
    if (restarting && !before.restarting) {
      said.add("The machine restarts: it can't be looked at any more. Ctrl-D leaves Thaw.");
    }
    if (before.state.isEmpty() || state.isEmpty()) {
      return said;
    }
    State was = before.state.get();
    State now = state.get();
    if (now.isWritable() && !was.isWritable()) {
      said.add("From now on, what you change is really changed: the prompt shows rw.");
    } else if (was.isWritable() && !now.isWritable()) {
      said.add("Nothing of the installed system can be written to any more: the prompt shows ro.");
    }
    return said;
  }

  /** Whether something of the installed system is mounted, or its pool imported. */
  boolean isUnderWay() {
    return state.filter(now -> now.isMounted() || !now.poolsInside().isEmpty()).isPresent();
  }

  /** What an earlier session left, and how to go on; empty when there is nothing. */
  Optional<String> found() {
    return state
        .filter(_ -> isUnderWay())
        .map(now -> {
          String what =
              now.isMounted()
                  ? "The installed system is mounted at " + now.root() + " already"
                  : "A pool is imported already: " + now.poolsInside().getFirst().name();
          String how = now.isWritable() ? ", writable" : ", read-only";
          return what
              + how
              + ". To go on: mountAll() completes it, plan() shows where you are, leave() takes it"
              + " all down.";
        });
  }
}
