package dev.thaw.player;

import dev.thaw.app.Session;
import dev.thaw.machine.Clean;
import dev.thaw.machine.ExecutionMode;
import dev.thaw.rescue.State;
import dev.thaw.terminal.Screen;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The line that says where one is: {@code 7 of 23 · Mount it · ssh://root@192.168.1.7 · read-only}.
 * The machine is looked at only when something may have changed there.
 */
public final class StatusLine {

  private static final String BETWEEN = " · ";
  private static final int SHORTEST_TITLE = 8;

  private final Session session;

  /** For the machine of this session. */
  public StatusLine(Session session) {
    this.session = session;
  }

  /** What holds on the machine; empty when that can't be told. One round trip, or none. */
  public Optional<State> state() {
    return session.status().state();
  }

  /**
   * The line.
   *
   * @param step which step it is, from 1
   * @param title the section; may be empty
   * @param look whether to say what holds on the machine
   */
  public String line(int step, int steps, String title, boolean look, Screen screen) {
    var parts = new ArrayList<String>(List.of(step + " of " + steps));
    parts.add(Clean.line(title));
    parts.add(Clean.line(session.machine().name()));
    ExecutionMode mode = session.rescue().mode();
    if (mode != ExecutionMode.APPLY) {
      parts.add(mode == ExecutionMode.DRY_RUN ? "rehearsal" : "only looking");
    } else if (look) {
      parts.add(word());
    }
    parts.removeIf(String::isEmpty);
    int others = Width.of(String.join(BETWEEN, parts)) - Width.of(parts.get(1));
    if (!title.isEmpty()) {
      int room = Math.max(SHORTEST_TITLE, screen.width() - 1 - others);
      parts.set(1, Width.cut(parts.get(1), room, screen.style()));
    }
    String between = screen.style().unicode() ? BETWEEN : " - ";
    return screen.style().paint(Tone.HEAD, String.join(between, parts));
  }

  private String word() {
    return session.status().isRestarting()
        ? "restarting"
        : state().map(s -> s.isWritable() ? "writable" : "read-only").orElse("not reached");
  }
}
