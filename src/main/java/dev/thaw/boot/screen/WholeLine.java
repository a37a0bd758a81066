package dev.thaw.boot.screen;

import dev.thaw.boot.screen.KnownLine.Literal;
import dev.thaw.boot.screen.KnownLine.Named;
import dev.thaw.boot.screen.KnownLine.Part;
import dev.thaw.boot.screen.LineFinder.Anchor;
import dev.thaw.boot.screen.LineFinder.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Reads a whole line around the words by which it was found: its other words, and its names.
 *
 * @param text what was typed
 * @param starts where known lines begin: a name ends there at the latest; grows as they are found
 */
record WholeLine(ScreenText text, NavigableSet<Integer> starts) {

  /** A name is no longer than this. */
  private static final int LONGEST_NAME = 300;

  /** So many letters are no accident, wherever they stand in a line. */
  private static final int SPECIFIC = 22;

  /** The whole line around its anchor; empty where its other words or its name are not there. */
  Optional<Found> around(Anchor anchor) {
    List<Part> parts = anchor.words().parts();
    int at = anchor.words().anchor();
    var names = new ArrayList<Optional<Name>>();
    int slips = slips(anchor.place(), literal(parts, at));
    int end = anchor.place().end();
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
    int start = anchor.place().start();
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
    List<Name> subjects =
        names.stream()
            .flatMap(Optional::stream)
            .filter(one -> one.name.hole().isSubject())
            .toList();
    Optional<Name> name = subjects.stream().findFirst();
    int begin = start;
    boolean nowhere =
        name.filter(one -> one.name.hole() == Hole.MOUNT && one.name.text().isEmpty()).isPresent();
    if (nowhere || !isALine(anchor, start, end, name)) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            anchor.known(),
            subjects.stream()
                .map(Name::name)
                .map(one -> text.isStart(begin) ? one : one.alone())
                .toList(),
            start,
            end,
            slips));
  }

  /**
   * Where a line ends whose name stands behind its last words, wherever lines are broken in it:
   * what is in it is no other line.
   */
  private int behind(Optional<Name> name, int end) {
    if (end >= text.letters().length() || name.isEmpty()) {
      return end;
    }
    ScreenName last = name.get().name;
    return last.hole() == Hole.TEXT
        ? Math.max(end, text.lineEnd(Math.max(0, end - 1)))
        : Math.min(text.letters().length(), end + Letters.squeeze(last.text()).length());
  }

  /** In how many letters words differ; a 0 for an O is one, too. */
  private int slips(Phrase.Found place, Literal literal) {
    return place.slips() == 0
            && !text.written(place.start(), place.end()).equals(literal.phrase().written())
        ? 1
        : place.slips();
  }

  /** A name where one can stand, and whether words or dots end it; its text may be empty. */
  private record Name(ScreenName name, boolean isEnded) {}

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
      return literal.phrase().cut(text.letters(), from, text.lineEnd(from), false);
    }
    return word.isPresent() ? word : place;
  }

  /** Whether the line ends before these words, or within them. */
  private boolean isCutOff(List<Part> parts, int part, int from) {
    return parts.get(part - 1) instanceof Named
        || literal(parts, part).phrase().isBeginning(text.letters(), from, text.lineEnd(from - 1));
  }

  private static Literal literal(List<Part> parts, int part) {
    return (Literal) parts.get(part);
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
        : Optional.of(new Name(ScreenName.in(hole, name, typed, ended), ended || dots));
  }

  private Optional<Name> ahead(Hole hole, int to, Optional<Phrase.Found> before) {
    int from = before.map(Phrase.Found::end).orElse(text.lineStart(to));
    String typed = text.between(Math.min(from, to) - 1, to);
    String name = before.isPresent() ? Names.first(hole, typed, true) : Names.last(hole, typed);
    return name.isEmpty() && hole != Hole.TEXT
        ? Optional.empty()
        : Optional.of(
            new Name(
                before.isPresent()
                    ? ScreenName.in(hole, name, typed, true)
                    : ScreenName.whole(hole, name),
                true));
  }

  /** Whether it stands as a line does, and not as words in a sentence. */
  private boolean isALine(Anchor anchor, int start, int end, Optional<Name> name) {
    return text.isStart(start)
        || anchor.words().anchor() > 0
        || end - start >= SPECIFIC
        || name.filter(one ->
                one.isEnded
                    || one.name.text().matches(".*[/_\\d\\\\].*") && one.name.text().length() > 2)
            .isPresent();
  }
}
