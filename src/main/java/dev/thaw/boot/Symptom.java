package dev.thaw.boot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The last lines on the screen, as somebody typed them from a photograph. Case, blanks, line breaks
 * in the middle of a word, {@code -} or {@code _}, 0 or O and small slips make no difference.
 */
public final class Symptom {

  /** More than a screen holds; what comes before that says nothing. */
  private static final int LONGEST = 8000;

  private static final Pattern NOISE =
      Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]|\\[\\s*\\d+\\.\\d+]|\\[\\s*[A-Za-z*]{0,6}\\s*]");

  /** Nothing is known of the screen. */
  public static final Symptom NONE = new Symptom("");

  private final String typed;
  private final String squeezed;
  private final int[] origin;

  private Symptom(String text) {
    String last = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
    typed = NOISE.matcher(last).replaceAll(" ");
    var letters = new StringBuilder();
    int[] places = new int[typed.length()];
    for (int i = 0; i < typed.length(); i++) {
      char c = plain(typed.charAt(i));
      // Dots end a name; several of them, or an ellipsis, are one.
      boolean repeated =
          c == '.' && !letters.isEmpty() && letters.charAt(letters.length() - 1) == '.';
      if (c != 0 && !repeated) {
        places[letters.length()] = i;
        letters.append(c);
      }
    }
    squeezed = letters.toString();
    origin = Arrays.copyOf(places, letters.length());
  }

  /** Takes the text as it was typed; blank for none. */
  public static Symptom of(String text) {
    return text == null || text.isBlank() ? NONE : new Symptom(text);
  }

  /** A letter or digit as it is compared; a dot for what ends a name; 0 for what does not count. */
  private static char plain(char c) {
    return switch (c) {
      case '.', '…' -> '.';
      case '0' -> 'o';
      case '1', '|' -> 'l';
      default -> Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    };
  }

  private static String squeeze(String text) {
    var letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .chars()
        .map(c -> plain((char) c))
        .filter(c -> c != 0 && c != '.')
        .forEach(c -> letters.append((char) c));
    return letters.toString();
  }

  /** Whether nothing is known of the screen. */
  public boolean isEmpty() {
    return squeezed.isEmpty();
  }

  /** Where the phrase, or something close to it, ends for the last time; empty if nowhere. */
  public OptionalInt last(String phrase) {
    String wanted = squeeze(phrase);
    int[] slips = slips(wanted);
    int enough = wanted.length() / 5;
    for (int end = squeezed.length(); end > 0; end--) {
      if (slips[end] <= enough) {
        int best = end;
        while (best > 1 && slips[best - 1] < slips[best]) {
          best--;
        }
        return OptionalInt.of(best);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether the phrase, or something close to it, is anywhere. */
  public boolean says(String phrase) {
    return last(phrase).isPresent();
  }

  /** Whether one of the phrases is there behind {@code place}, which {@link #last} gave. */
  public boolean goesOnAfter(int place, List<String> phrases) {
    return phrases.stream()
        .map(this::last)
        .anyMatch(end -> end.isPresent() && end.getAsInt() > place);
  }

  /** What is typed behind {@code place}, up to dots: a name without the blanks inside it. */
  public String nameAfter(int place) {
    int end = squeezed.indexOf('.', place);
    int stop = end < 0 ? squeezed.length() : end;
    return place >= stop
        ? ""
        : typed.substring(origin[place], origin[stop - 1] + 1).replaceAll("\\s", "");
  }

  /** Which of the names is typed behind {@code place}, nearly enough; empty when none is. */
  public Optional<String> oneOf(List<String> names, int place) {
    return names.stream()
        .filter(name -> !squeeze(name).isEmpty())
        .filter(name -> slips(place, squeeze(name)) <= allowed(squeeze(name)))
        .min(
            Comparator.comparingInt((String name) -> slips(place, squeeze(name)))
                .thenComparing(name -> name.length(), Comparator.reverseOrder()));
  }

  /**
   * A slip at the end of a phrase can belong to the name: it may begin one letter off the place.
   */
  private int slips(int place, String name) {
    int dots = squeezed.indexOf('.', place);
    int end = dots < 0 ? squeezed.length() : dots;
    return IntStream.rangeClosed(Math.max(0, place - 1), Math.min(end, place + 1))
        .map(start -> slips(squeezed.substring(start, end), name, dots >= 0))
        .min()
        .orElse(name.length());
  }

  /** Two short names differ in one letter: xfs and zfs. */
  private static int allowed(String name) {
    return name.length() <= 4 ? 0 : Math.max(1, name.length() / 4);
  }

  /**
   * How far the best match of the phrase is from it, from 0 (the same) to 1 (nothing in common).
   */
  private double distance(String phrase) {
    String wanted = squeeze(phrase);
    return wanted.isEmpty()
        ? 1
        : (double) Arrays.stream(slips(wanted)).min().orElse(wanted.length()) / wanted.length();
  }

  /** The signs that are nearest to what was typed, at most three; empty when none is near. */
  public List<Sign> nearest(List<Sign> signs) {
    return signs.stream()
        .filter(sign -> distance(sign.phrase()) <= 0.5)
        .sorted(Comparator.comparingDouble(sign -> distance(sign.phrase())))
        .limit(3)
        .toList();
  }

  /** For each end in the text, the fewest slips with which the word can end there. */
  private int[] slips(String word) {
    int[] row = new int[squeezed.length() + 1];
    for (int i = 1; i <= word.length(); i++) {
      row = next(row, i, word.charAt(i - 1), squeezed);
    }
    return row;
  }

  /** The slips between the name and the text, or the beginning of the text that is nearest it. */
  private static int slips(String text, String name, boolean whole) {
    int[] row = new int[text.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= name.length(); i++) {
      row = next(row, i, name.charAt(i - 1), text);
    }
    return whole ? row[text.length()] : Arrays.stream(row).min().orElse(name.length());
  }

  private static int[] next(int[] row, int first, char letter, String text) {
    int[] next = new int[row.length];
    next[0] = first;
    for (int j = 1; j < row.length; j++) {
      int change = row[j - 1] + (text.charAt(j - 1) == letter ? 0 : 1);
      next[j] = Math.min(change, Math.min(row[j], next[j - 1]) + 1);
    }
    return next;
  }

  @Override
  public String toString() {
    return typed.strip();
  }
}
