package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Expression;
import dev.thaw.boot.screen.KnownLine.Literal;
import dev.thaw.boot.screen.KnownLine.Named;
import dev.thaw.boot.screen.KnownLine.Part;
import dev.thaw.boot.screen.KnownLine.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;

/** Finds the known lines in what was typed. */
final class LineFinder {

  /** Slips are forgiven in so many of the last letters: nobody types more. */
  private static final int TYPED = 16_000;

  /** A name is no longer than this. */
  private static final int LONGEST_NAME = 300;

  /** A slip counts against so many letters that are right. */
  private static final int SLIP = 4;

  /** So many letters are no accident, wherever they stand in a line. */
  private static final int SPECIFIC = 22;

  /**
   * A line that was found.
   *
   * @param known the line
   * @param hole the kind of name that it is about; empty where it names none
   * @param name that name, as it stands there without blanks inside it; may be empty
   * @param start its first letter, or where its line begins
   * @param end behind its last letter
   * @param slips in how many letters it differs
   */
  record Found(KnownLine known, Optional<Hole> hole, String name, int start, int end, int slips) {}

  /** Where the longest words of a line stand. */
  private record Anchor(KnownLine known, Words words, Phrase.Found place) {}

  private final ScreenText text;
  private final TreeSet<Integer> starts = new TreeSet<>();

  private LineFinder(ScreenText text) {
    this.text = text;
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
                (Anchor anchor) -> SLIP * anchor.place.slips() - letters(anchor.words)))
        .forEach(anchor ->
            whole(anchor)
                .filter(line -> isFree(line, found))
                .ifPresent(line -> found.put(line.start, line)));
    return List.copyOf(found.values());
  }

  private static int letters(Words words) {
    return words.parts().stream()
        .mapToInt(part -> part instanceof Literal literal ? literal.phrase().letters().length() : 1)
        .sum();
  }

  private static boolean isFree(Found line, TreeMap<Integer, Found> found) {
    Map.Entry<Integer, Found> before = found.lowerEntry(line.end);
    return before == null || before.getValue().end <= line.start;
  }

  private void expressions(TreeMap<Integer, Found> found) {
    for (ScreenText.Line line : text.lines()) {
      for (KnownLine known : KnownLines.all()) {
        if (known.shape() instanceof Expression expression) {
          Matcher matcher = expression.pattern().matcher(line.text());
          if (matcher.find()) {
            found.put(line.start(), expression(known, matcher, line));
            break;
          }
        }
      }
    }
  }

  private Found expression(KnownLine known, Matcher matcher, ScreenText.Line line) {
    int end = line.start() + Math.max(1, Letters.squeeze(line.text()).length());
    return matcher.namedGroups().keySet().stream()
        .filter(name -> matcher.group(name) != null)
        .findFirst()
        .map(name ->
            new Found(
                known, Optional.of(Hole.named(name)), matcher.group(name), line.start(), end, 0))
        .orElseGet(() -> new Found(known, Optional.empty(), "", line.start(), end, 0));
  }

  private List<Anchor> anchors() {
    String letters = text.letters();
    int near = Math.max(0, letters.length() - TYPED);
    var anchors = new ArrayList<Anchor>();
    for (KnownLine known : KnownLines.all()) {
      if (known.shape() instanceof Words words) {
        literal(words, words.anchor()).phrase().all(letters, near).stream()
            .filter(place -> text.isWordStart(place.start()))
            .forEach(place -> anchors.add(new Anchor(known, words, place)));
      }
    }
    return anchors;
  }

  private static Literal literal(Words words, int part) {
    return (Literal) words.parts().get(part);
  }

  /** The whole line around its anchor; empty where its other words or its name are not there. */
  private Optional<Found> whole(Anchor anchor) {
    List<Part> parts = anchor.words.parts();
    int at = anchor.words.anchor();
    var names = new ArrayList<Optional<Name>>();
    int slips = anchor.place.slips();
    int end = anchor.place.end();
    boolean complete = true;
    for (int i = at + 1; i < parts.size() && complete; i++) {
      if (parts.get(i) instanceof Named named) {
        Optional<Phrase.Found> next = next(parts, i + 1, end);
        Optional<Name> name = behind(named.hole(), end, next);
        names.add(name);
        complete = name.isPresent();
      } else if (parts.get(i) instanceof Literal literal) {
        Optional<Phrase.Found> next = next(parts, i, end);
        complete = next.isPresent() || literal.optional();
        slips += next.map(Phrase.Found::slips).orElse(0);
        end = next.map(Phrase.Found::end).orElse(end);
      }
    }
    int start = anchor.place.start();
    for (int i = at - 1; i >= 0 && complete; i--) {
      if (parts.get(i) instanceof Named named) {
        Optional<Phrase.Found> before = before(parts, i - 1, start);
        Optional<Name> name = ahead(named.hole(), start, before);
        names.addFirst(name);
        complete = name.isPresent();
      } else {
        Optional<Phrase.Found> before = before(parts, i, start);
        complete = before.isPresent();
        slips += before.map(Phrase.Found::slips).orElse(0);
        start = before.map(Phrase.Found::start).orElse(start);
      }
    }
    if (!complete) {
      return Optional.empty();
    }
    Optional<Name> name =
        names.stream().flatMap(Optional::stream).filter(one -> one.hole.isSubject()).findFirst();
    if (!isALine(anchor, start, end, name)) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            anchor.known,
            name.map(Name::hole),
            name.map(Name::text).orElse(""),
            start,
            end,
            slips));
  }

  /** A name where one can stand; its text may be empty. */
  private record Name(Hole hole, String text, boolean isEnded) {}

  private Optional<Phrase.Found> next(List<Part> parts, int part, int from) {
    if (part >= parts.size() || !(parts.get(part) instanceof Literal literal)) {
      return Optional.empty();
    }
    return literal.phrase().first(text.letters(), from, limit(from));
  }

  private Optional<Phrase.Found> before(List<Part> parts, int part, int to) {
    return part < 0 || !(parts.get(part) instanceof Literal literal)
        ? Optional.empty()
        : literal.phrase().last(text.letters(), Math.max(0, to - LONGEST_NAME), to);
  }

  /** Where a line ends at the latest that goes on here: the next known one begins. */
  private int limit(int from) {
    Integer next = starts.ceiling(from);
    int most = Math.min(text.letters().length(), from + LONGEST_NAME);
    return next == null ? most : Math.min(next, most);
  }

  /** The name that stands behind a letter; empty where what stands there is no such name. */
  private Optional<Name> behind(Hole hole, int from, Optional<Phrase.Found> next) {
    String typed = text.between(from - 1, next.map(Phrase.Found::start).orElse(limit(from)));
    boolean ended = next.isPresent();
    String name = Names.first(hole, typed, ended);
    boolean dots = typed.contains("..") || typed.contains("…");
    boolean nothing = typed.strip().replaceAll("[\\p{Punct}…]", "").isEmpty();
    return name.isEmpty() && !nothing
        ? Optional.empty()
        : Optional.of(new Name(hole, name, ended || dots));
  }

  private Optional<Name> ahead(Hole hole, int to, Optional<Phrase.Found> before) {
    int from = before.map(Phrase.Found::end).orElse(text.lineStart(to));
    String typed = text.between(Math.min(from, to) - 1, to);
    String name = before.isPresent() ? Names.first(hole, typed, true) : Names.last(hole, typed);
    return name.isEmpty() && hole != Hole.TEXT
        ? Optional.empty()
        : Optional.of(new Name(hole, name, true));
  }

  /** Whether it stands as a line does, and not as words in a sentence. */
  private boolean isALine(Anchor anchor, int start, int end, Optional<Name> name) {
    return text.isStart(start)
        || anchor.words.anchor() > 0
        || end - start >= SPECIFIC
        || name.filter(
                one -> one.isEnded || one.text.matches(".*[/_\\d\\\\].*") && one.text.length() > 2)
            .isPresent();
  }
}
