package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Expression;
import dev.thaw.boot.screen.KnownLine.Literal;
import dev.thaw.boot.screen.KnownLine.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;

/** Finds the known lines in what was typed. */
final class LineFinder {

  /** Slips are forgiven in so many of the last letters: nobody types more. */
  private static final int TYPED = 16_000;

  /** A slip counts against so many letters that are right. */
  private static final int SLIP = 4;

  /** So many letters are the same words, whatever they stand beside. */
  private static final int LONG = 12;

  /**
   * A line that was found.
   *
   * @param known the line
   * @param names those that stand in it, what it is about first; empty where it names nothing
   * @param start its first letter, or where its line begins
   * @param end behind its last letter
   * @param slips in how many letters it differs
   */
  record Found(KnownLine known, List<ScreenName> names, int start, int end, int slips) {

    /** Copies the list. */
    Found {
      names = List.copyOf(names);
    }

    /** The kind of name that it is about; empty where it names none. */
    Optional<Hole> hole() {
      return names.stream().findFirst().map(ScreenName::hole);
    }

    /** That name, as it stands there without blanks inside it; may be empty. */
    String name() {
      return names.isEmpty() ? "" : names.getFirst().text();
    }
  }

  /** Where the longest words of a line stand. */
  record Anchor(KnownLine known, Words words, Phrase.Found place) {}

  private static final List<KnownLine> ALL = KnownLines.all();

  private static final Needles NEEDLES = new Needles(ALL.stream().map(LineFinder::needle).toList());

  private static final Needles HEADS = new Needles(ALL.stream().map(LineFinder::head).toList());

  private final ScreenText text;

  /** Where each known line can be, by its number in the table: that far it is to the letter. */
  private final List<List<Integer>> exact = new ArrayList<>();

  /** Where known lines begin that are there to the letter. */
  private final TreeSet<Integer> starts = new TreeSet<>();

  private final WholeLine whole;

  private LineFinder(ScreenText text) {
    this.text = text;
    whole = new WholeLine(text, starts);
    ALL.forEach(known -> exact.add(new ArrayList<>()));
    NEEDLES.find(text.letters(), (known, at) -> exact.get(known).add(at));
  }

  private static String head(KnownLine known) {
    return known.shape() instanceof Words words ? words.longest().phrase().head() : "";
  }

  /** Letters without which a line is nowhere to the letter. */
  private static String needle(KnownLine known) {
    return switch (known.shape()) {
      case Words words -> words.longest().phrase().letters();
      case Expression expression -> Letters.squeeze(expression.guard());
    };
  }

  /** All known lines, in their order; none of them overlap. */
  static List<Found> find(ScreenText text) {
    return new LineFinder(text).find();
  }

  private List<Found> find() {
    var found = new TreeMap<Integer, Found>();
    expressions(found);
    List<Anchor> anchors = anchors();
    anchors.stream()
        .filter(anchor -> anchor.place.slips() == 0)
        .filter(anchor -> anchor.words.anchor() == 0 && text.isStart(anchor.place.start()))
        .forEach(anchor -> starts.add(anchor.place.start()));
    anchors.stream()
        .sorted(
            Comparator.comparingInt(
                (Anchor anchor) -> SLIP * anchor.place.slips() - letters(anchor)))
        .forEach(anchor ->
            whole
                .around(anchor)
                .filter(line -> isFree(line, found))
                .ifPresent(line -> {
                  found.subMap(line.start, line.end).clear();
                  found.put(line.start, line);
                }));
    return List.copyOf(found.values());
  }

  /** How many letters tell what line it is; not those before which it is cut off. */
  private static int letters(Anchor anchor) {
    String found = anchor.words.longest().phrase().letters();
    int all =
        anchor.words.parts().stream()
            .mapToInt(
                part -> part instanceof Literal literal ? literal.phrase().letters().length() : 1)
            .sum();
    return all - Math.max(0, found.length() - (anchor.place.end() - anchor.place.start()));
  }

  /** Whether an expression stands for what is only the end of a line that goes on there. */
  private static boolean isEndOf(Found line, Found end) {
    return line.slips == 0 && line.start < end.start && end.known.shape() instanceof Expression;
  }

  /** Whether it stands for any unit, where the words are of a known one. */
  private static boolean isOfAnyUnit(Found line, Found other) {
    return line.start <= other.start
        && other.known.shape() instanceof Expression
        && other.hole().filter(Hole.UNIT::equals).isPresent();
  }

  private static boolean isFree(Found line, NavigableMap<Integer, Found> found) {
    Map.Entry<Integer, Found> before = found.lowerEntry(line.end);
    return before == null
        || before.getValue().end <= line.start
        || (isEndOf(line, before.getValue()) || isOfAnyUnit(line, before.getValue()))
            && isFree(line, found.headMap(before.getKey(), false));
  }

  private void expressions(NavigableMap<Integer, Found> found) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i).shape() instanceof Expression expression) {
        int matches = 0;
        int last = -1;
        for (int at : exact.get(i).reversed()) {
          ScreenText.Line line = text.lines().get(text.line(at));
          boolean again = last == text.line(at);
          last = text.line(at);
          if (!again && matches < Phrase.MOST_PLACES && !found.containsKey(line.start())) {
            Matcher matcher = expression.pattern().matcher(line.text());
            if (matcher.find()) {
              found.put(line.start(), expression(ALL.get(i), matcher, line));
              matches++;
            }
          }
        }
      }
    }
  }

  private Found expression(KnownLine known, Matcher matcher, ScreenText.Line line) {
    int end = line.start() + Math.max(1, Letters.squeeze(line.text()).length());
    List<ScreenName> names =
        matcher.namedGroups().keySet().stream()
            .filter(group -> matcher.group(group) != null)
            .map(group -> ScreenName.whole(Hole.named(group), matcher.group(group)))
            .toList();
    return new Found(known, names, line.start(), end, 0);
  }

  private List<Anchor> anchors() {
    String letters = text.letters();
    int near = Math.max(0, letters.length() - TYPED);
    var anchors = new ArrayList<Anchor>();
    for (int i = 0; i < ALL.size(); i++) {
      KnownLine known = ALL.get(i);
      if (known.shape() instanceof Words words) {
        words.longest().phrase().all(letters, exact.get(i), near).stream()
            .filter(place -> text.isWordStart(place.start()) || isPlain(words, place))
            .forEach(place -> anchors.add(new Anchor(known, words, place)));
      }
    }
    anchors.addAll(cutOff(near));
    return anchors;
  }

  /**
   * Lines that are cut off within the words by which they are found; only what can be one thing.
   */
  private List<Anchor> cutOff(int near) {
    var cut = new TreeMap<Integer, List<Anchor>>();
    String typed = text.letters().substring(near);
    HEADS.find(
        typed,
        (known, at) -> {
          if (ALL.get(known).shape() instanceof Words words && text.isWordStart(near + at)) {
            boolean alone = words.anchor() == 0;
            if (alone && text.column(near + at) > 0) {
              return;
            }
            words
                .longest()
                .phrase()
                .cut(text.letters(), near + at, text.lineEnd(near + at), alone)
                .map(place -> new Anchor(ALL.get(known), words, place))
                .filter(anchor -> whole.around(anchor).isPresent())
                .ifPresent(anchor ->
                    cut.computeIfAbsent(near + at, none -> new ArrayList<>()).add(anchor));
          }
        });
    return cut.values().stream().filter(LineFinder::isOneThing).flatMap(List::stream).toList();
  }

  /** Whether the lines that can stand there show the same. */
  private static boolean isOneThing(List<Anchor> anchors) {
    return anchors.stream().map(anchor -> anchor.known.kinds().all()).distinct().count() == 1;
  }

  /** Whether it is seen without a blank before it. */
  private static boolean isPlain(Words words, Phrase.Found place) {
    return words.anchor() > 0 && place.slips() == 0 && place.end() - place.start() >= LONG;
  }
}
