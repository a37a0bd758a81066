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
import java.util.NavigableMap;
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

  /** So many letters are the same words, whatever they stand beside. */
  private static final int LONG = 12;

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

  private static final List<KnownLine> ALL = KnownLines.all();

  private static final Needles NEEDLES = new Needles(ALL.stream().map(LineFinder::needle).toList());

  private static final Needles HEADS = new Needles(ALL.stream().map(LineFinder::head).toList());

  private final ScreenText text;

  /** Where each known line can be, by its number in the table: that far it is to the letter. */
  private final List<List<Integer>> exact = new ArrayList<>();

  private final TreeSet<Integer> starts = new TreeSet<>();

  private LineFinder(ScreenText text) {
    this.text = text;
    ALL.forEach(known -> exact.add(new ArrayList<>()));
    NEEDLES.find(text.letters(), (known, at) -> exact.get(known).add(at));
  }

  private static String head(KnownLine known) {
    return known.shape() instanceof Words words
        ? literal(words, words.anchor()).phrase().head()
        : "";
  }

  /** Letters without which a line is nowhere to the letter. */
  private static String needle(KnownLine known) {
    return switch (known.shape()) {
      case Words words -> literal(words, words.anchor()).phrase().letters();
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
            whole(anchor)
                .filter(line -> isFree(line, found))
                .ifPresent(line -> {
                  found.subMap(line.start, line.end).clear();
                  found.put(line.start, line);
                }));
    return List.copyOf(found.values());
  }

  /** How many letters tell what line it is; not those before which it is cut off. */
  private static int letters(Anchor anchor) {
    String found = literal(anchor.words, anchor.words.anchor()).phrase().letters();
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

  private static boolean isFree(Found line, NavigableMap<Integer, Found> found) {
    Map.Entry<Integer, Found> before = found.lowerEntry(line.end);
    return before == null
        || before.getValue().end <= line.start
        || isEndOf(line, before.getValue()) && isFree(line, found.headMap(before.getKey(), false));
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
    for (int i = 0; i < ALL.size(); i++) {
      KnownLine known = ALL.get(i);
      if (known.shape() instanceof Words words) {
        literal(words, words.anchor()).phrase().all(letters, exact.get(i), near).stream()
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
            literal(words, words.anchor())
                .phrase()
                .cut(text.letters(), near + at, lineEnd(near + at), alone)
                .map(place -> new Anchor(ALL.get(known), words, place))
                .filter(anchor -> whole(anchor).isPresent())
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

  private static Literal literal(Words words, int part) {
    return literal(words.parts(), part);
  }

  /** The whole line around its anchor; empty where its other words or its name are not there. */
  private Optional<Found> whole(Anchor anchor) {
    List<Part> parts = anchor.words.parts();
    int at = anchor.words.anchor();
    var names = new ArrayList<Optional<Name>>();
    int slips = slips(anchor.place, literal(anchor.words, at));
    int end = anchor.place.end();
    boolean complete = true;
    for (int i = at + 1; i < parts.size() && complete; i++) {
      if (parts.get(i) instanceof Named named) {
        Optional<Phrase.Found> next = next(parts, i + 1, end);
        Optional<Name> name = behind(named.hole(), end, next);
        names.add(name);
        complete = name.isPresent();
        if (next.isEmpty() && i == parts.size() - 1) {
          end = behind(name, end);
        }
      } else if (parts.get(i) instanceof Literal literal) {
        Optional<Phrase.Found> next = next(parts, i, end);
        complete = next.isPresent() || literal.optional() && isCutOff(parts, i, end);
        slips += next.map(place -> slips(place, literal)).orElse(0);
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
      } else if (parts.get(i) instanceof Literal literal) {
        Optional<Phrase.Found> before = before(parts, i, start);
        complete = before.isPresent();
        slips += before.map(place -> slips(place, literal)).orElse(0);
        start = before.map(Phrase.Found::start).orElse(start);
      }
    }
    if (!complete) {
      return Optional.empty();
    }
    Optional<Name> name =
        names.stream().flatMap(Optional::stream).filter(one -> one.hole.isSubject()).findFirst();
    boolean nowhere = name.filter(one -> one.hole == Hole.MOUNT && one.text.isEmpty()).isPresent();
    if (nowhere || !isALine(anchor, start, end, name)) {
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

  /** Where a line ends whose name stands behind its last words: what is in it is no other line. */
  private int behind(Optional<Name> name, int end) {
    if (end >= text.letters().length() || name.isEmpty()) {
      return end;
    }
    int most = lineEnd(Math.max(0, end - 1));
    int letters = Letters.squeeze(name.get().text).length();
    return Math.max(end, name.get().hole == Hole.TEXT ? most : Math.min(most, end + letters));
  }

  /** In how many letters words differ; a 0 for an O is one, too. */
  private int slips(Phrase.Found place, Literal literal) {
    return place.slips() == 0
            && !text.written(place.start(), place.end()).equals(literal.phrase().written())
        ? 1
        : place.slips();
  }

  /** A name where one can stand; its text may be empty. */
  private record Name(Hole hole, String text, boolean isEnded) {}

  private Optional<Phrase.Found> next(List<Part> parts, int part, int from) {
    if (part >= parts.size() || !(parts.get(part) instanceof Literal literal)) {
      return Optional.empty();
    }
    Optional<Phrase.Found> place = literal.phrase().first(text.letters(), from, limit(from));
    Optional<Phrase.Found> word = place;
    // "on" stands in nvme0n1, too.
    while (word.isPresent() && word.get().slips() == 0 && !isWord(word.get())) {
      word = literal.phrase().first(text.letters(), word.get().start() + 1, limit(from));
    }
    if (place.isEmpty() && part == parts.size() - 1) {
      return literal.phrase().cut(text.letters(), from, lineEnd(from), false);
    }
    return word.isPresent() ? word : place;
  }

  /** Whether the line ends before these words, or within them. */
  private boolean isCutOff(List<Part> parts, int part, int from) {
    return parts.get(part - 1) instanceof Named
        || literal(parts, part).phrase().isBeginning(text.letters(), from, lineEnd(from - 1));
  }

  private static Literal literal(List<Part> parts, int part) {
    return (Literal) parts.get(part);
  }

  /** Behind the last letter of the line in which a letter stands. */
  private int lineEnd(int letter) {
    int all = text.letters().length();
    int next = letter >= all ? text.lines().size() : text.line(letter) + 1;
    return next < text.lines().size() ? text.lines().get(next).start() : all;
  }

  private boolean isWord(Phrase.Found place) {
    return text.isWordStart(place.start()) && text.isWordEnd(place.end() - 1);
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
    // One letter stands for a name: nobody typed it.
    boolean nothing = typed.strip().replaceAll("[\\p{Punct}…]", "").length() < 2;
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
