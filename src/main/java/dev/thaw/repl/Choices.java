package dev.thaw.repl;

import dev.thaw.session.Candidate;
import dev.thaw.session.Completion;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import dev.thaw.view.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * What may stand at the cursor, as JLine lists it: each with a few words on a line of its own, or,
 * when they are too many for the screen, the names alone beside each other.
 */
record Choices(int width, int height, Style style) {

  /** Room for a few words that say something. */
  private static final int ENOUGH = 16;

  List<org.jline.reader.Candidate> of(Completion completion) {
    List<Candidate> found = completion.candidates();
    int longest = found.stream().mapToInt(one -> Width.of(one.shown())).max().orElse(0);
    int room = width - longest - 3;
    boolean explained = room >= ENOUGH && found.size() <= Math.max(8, height - 6);
    var listed = new ArrayList<org.jline.reader.Candidate>();
    for (Candidate one : found) {
      String shown = explained ? explained(one, longest, room) : one.shown();
      // In the order given: the best first.
      listed.add(
          new org.jline.reader.Candidate(
              one.text(), shown, null, null, null, null, false, listed.size()));
    }
    return listed;
  }

  private String explained(Candidate one, int longest, int room) {
    String about = style.paint(Tone.DIM, Width.cut(one.about(), room, style));
    return one.shown() + " ".repeat(longest - Width.of(one.shown()) + 2) + about;
  }
}
