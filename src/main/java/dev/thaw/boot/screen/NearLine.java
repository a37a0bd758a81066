package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Literal;
import dev.thaw.boot.screen.KnownLine.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A known line that is near to what was typed and not understood.
 *
 * @param shown how it reads, with X where names stand
 * @param kind the failure that it shows, by its id
 */
public record NearLine(String shown, String kind) {

  private static final int MOST = 3;

  /** So many of the last letters are looked at. */
  private static final int LETTERS = 600;

  /** More slips than this share of its letters, and it is another line. */
  private static final double FAR = 0.4;

  private record Distant(NearLine line, double distance) {}

  /** The nearest ones, at most three, each of another failure; empty where none is near. */
  public static List<NearLine> of(String typed) {
    String all = new ScreenText(typed).letters();
    String letters = all.substring(Math.max(0, all.length() - LETTERS));
    var near = new ArrayList<Distant>();
    for (KnownLine known : KnownLines.all()) {
      if (known.shape() instanceof Words words && !known.kinds().all().isEmpty()) {
        double distance = distance(words, letters);
        if (distance <= FAR) {
          near.add(new Distant(new NearLine(words.readable(), known.kinds().usual()), distance));
        }
      }
    }
    near.sort(Comparator.comparingDouble(Distant::distance));
    var lines = new ArrayList<NearLine>();
    for (Distant one : near) {
      if (lines.size() < MOST && lines.stream().noneMatch(l -> l.kind.equals(one.line.kind))) {
        lines.add(one.line);
      }
    }
    return List.copyOf(lines);
  }

  private static double distance(Words words, String letters) {
    String wanted = ((Literal) words.parts().get(words.anchor())).phrase().letters();
    // Of a short phrase, half is anything.
    return wanted.length() < 8 || letters.isEmpty()
        ? 1
        : (double) Letters.slips(letters, wanted) / wanted.length();
  }
}
