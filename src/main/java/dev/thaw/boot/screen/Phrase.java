package dev.thaw.boot.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Words that are always the same, found in what was typed from a photograph: blanks, line breaks,
 * case and signs don't count, and a few slips are forgiven. A number and a word that turns the
 * meaning round are taken to the letter: stage 1 is not stage 2, and found is not not found.
 */
final class Phrase {

  /** A slip in one of these makes another line of it. */
  private static final Set<String> TURNING =
      Set.of(
          "not",
          "no",
          "cannot",
          "never",
          "failed",
          "more",
          "one",
          "is",
          "to",
          "on",
          "found",
          "insert",
          "install",
          "start",
          "started",
          "starting",
          "mount",
          "mounted",
          "finished");

  /** In shorter phrases a slip makes too much of anything. */
  private static final int SHORTEST_WITH_SLIPS = 10;

  /** So many letters tell how the words go on. */
  private static final int SHORTEST_CUT = 9;

  /** In a shorter word two letters that are changed over make another: on and no. */
  private static final int LONG = 5;

  /** So often no line counts; the last ones do. */
  static final int MOST_PLACES = 300;

  private final String letters;

  /** Where each word ends among the letters. */
  private final int[] ends;

  private final boolean[] strict;

  /** The letters as they are written, small: before what looks alike is one. */
  private final String written;

  /**
   * Where it was found.
   *
   * @param start its first letter in the text
   * @param end behind its last letter
   * @param slips in how many letters it differs
   */
  record Found(int start, int end, int slips) {}

  Phrase(String text) {
    List<String> words =
        Arrays.stream(text.split("[^\\p{L}\\p{N}|]+"))
            .filter(word -> !Letters.squeeze(word).isEmpty())
            .toList();
    var all = new StringBuilder();
    ends = new int[words.size()];
    strict = new boolean[words.size()];
    for (int i = 0; i < words.size(); i++) {
      all.append(Letters.squeeze(words.get(i)));
      ends[i] = all.length();
      String word = words.get(i).toLowerCase(Locale.ROOT);
      strict[i] = TURNING.contains(word) || word.chars().anyMatch(Character::isDigit);
    }
    letters = all.toString();
    written = Letters.strict(text);
  }

  /** The letters that count. */
  String letters() {
    return letters;
  }

  /** The letters as they are written, small. */
  String written() {
    return written;
  }

  private int most() {
    return letters.length() < SHORTEST_WITH_SLIPS ? 0 : letters.length() / 6;
  }

  /**
   * The last places, those to the letter and, from a place on, those with slips.
   *
   * @param text the letters of all that was typed
   * @param exact where it is to the letter, in their order
   * @param near from where on slips are forgiven
   */
  List<Found> all(String text, List<Integer> exact, int near) {
    var found = new ArrayList<Found>();
    for (int at : exact.subList(Math.max(0, exact.size() - MOST_PLACES), exact.size())) {
      found.add(new Found(at, at + letters.length(), 0));
    }
    int slips = most();
    if (slips == 0) {
      return found;
    }
    // With so many slips, one of so many parts and one more has none.
    int parts = slips + 1;
    for (int part = 0; part < parts; part++) {
      int from = letters.length() * part / parts;
      String piece = letters.substring(from, letters.length() * (part + 1) / parts);
      for (int at = text.indexOf(piece, near); at >= 0; at = text.indexOf(piece, at + 1)) {
        if (isWithin(at, found)) {
          continue;
        }
        int start = Math.max(0, at - from - slips);
        near(text, start, Math.min(text.length(), start + letters.length() + 2 * slips))
            .filter(place -> found.stream().noneMatch(other -> overlap(place, other)))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The first place within a part of the text, to the letter or else with slips. */
  Optional<Found> first(String text, int from, int to) {
    int at = text.indexOf(letters, from);
    return at >= 0 && at + letters.length() <= to
        ? Optional.of(new Found(at, at + letters.length(), 0))
        : most() == 0 ? Optional.empty() : near(text, from, to);
  }

  /**
   * The beginning of the words, where a line of the text is cut off within them.
   *
   * @param alone whether nothing else tells which line it is
   */
  Optional<Found> cut(String text, int from, int lineEnd, boolean alone) {
    int least = alone ? letters.length() * 3 / 5 : SHORTEST_CUT;
    return lineEnd - from >= Math.max(least, SHORTEST_CUT) && isBeginning(text, from, lineEnd)
        ? Optional.of(new Found(from, lineEnd, 1))
        : Optional.empty();
  }

  /** Whether a part of the text is the beginning of the words; it may be nothing. */
  boolean isBeginning(String text, int from, int to) {
    return to - from < letters.length() && letters.startsWith(text.substring(from, to));
  }

  /** The letters by which one finds where a line is cut off within the words; may be empty. */
  String head() {
    return letters.length() <= SHORTEST_CUT ? "" : letters.substring(0, SHORTEST_CUT);
  }

  /** The last place within a part of the text to the letter, or else one with slips. */
  Optional<Found> last(String text, int from, int to) {
    int at = text.lastIndexOf(letters, to - letters.length());
    return at >= from
        ? Optional.of(new Found(at, at + letters.length(), 0))
        : most() == 0 ? Optional.empty() : near(text, from, to);
  }

  private static boolean isWithin(int at, List<Found> found) {
    return found.stream().anyMatch(place -> place.start <= at && at < place.end);
  }

  private static boolean overlap(Found one, Found other) {
    return one.start < other.end && other.start < one.end;
  }

  /** The place with the fewest slips in a part of the text, if each word has few enough. */
  private Optional<Found> near(String text, int from, int to) {
    String window = text.substring(from, to);
    int[][] rows = new int[letters.length() + 1][];
    rows[0] = new int[window.length() + 1];
    for (int i = 1; i <= letters.length(); i++) {
      rows[i] = Letters.next(rows[i - 1], i, letters.charAt(i - 1), window);
    }
    int[] last = rows[letters.length()];
    int end = 0;
    for (int i = 1; i < last.length; i++) {
      if (last[i] < last[end]) {
        end = i;
      }
    }
    if (last[end] > most()) {
      return Optional.empty();
    }
    int best = end;
    return back(rows, window, best).map(start -> new Found(from + start, from + best, last[best]));
  }

  /** Where the match that ends there begins; empty where one word has too many slips. */
  private Optional<Integer> back(int[][] rows, String window, int end) {
    int[] slips = new int[ends.length];
    int[] wordEnd = new int[ends.length + 1];
    int word = ends.length - 1;
    int i = letters.length();
    int j = end;
    wordEnd[word + 1] = end;
    while (i > 0) {
      while (word > 0 && i <= ends[word - 1]) {
        wordEnd[word] = j;
        word--;
      }
      boolean same = j > 0 && window.charAt(j - 1) == letters.charAt(i - 1);
      if (j > 0 && rows[i][j] == rows[i - 1][j - 1] + (same ? 0 : 1)) {
        slips[word] += same ? 0 : 1;
        i--;
        j--;
      } else if (rows[i][j] == rows[i - 1][j] + 1) {
        slips[word]++;
        i--;
      } else {
        slips[word]++;
        j--;
      }
    }
    wordEnd[0] = j;
    for (int start = j; start >= Math.max(0, j - 1); start--) {
      if (looksAlike(window.substring(start, end), letters)) {
        return Optional.of(start);
      }
    }
    for (int k = 0; k < ends.length; k++) {
      String wanted = letters.substring(k == 0 ? 0 : ends[k - 1], ends[k]);
      int allowed = strict[k] ? 0 : wanted.length() < 6 ? 1 : wanted.length() < 10 ? 2 : 3;
      if (slips[k] > allowed && !isThisWord(window.substring(wordEnd[k], wordEnd[k + 1]), wanted)) {
        return Optional.empty();
      }
    }
    return Optional.of(j);
  }

  private static boolean looksAlike(String typed, String wanted) {
    return Letters.alike(typed).equals(Letters.alike(wanted));
  }

  /**
   * Whether it can be no other word: it looks alike, or two letters of a longer one changed over.
   */
  private static boolean isThisWord(String typed, String wanted) {
    return looksAlike(typed, wanted)
        || wanted.length() >= LONG && Letters.isChangedOver(typed, wanted);
  }
}
