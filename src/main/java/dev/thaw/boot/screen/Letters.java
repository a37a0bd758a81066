package dev.thaw.boot.screen;

import java.util.Arrays;
import java.util.Locale;

/**
 * How words are compared that were typed from a photograph: by the letters and digits that count.
 */
public final class Letters {

  /** A name with more slips is another one, however long it is. */
  private static final int MOST_SLIPS = 3;

  private Letters() {}

  /** A letter or digit as it is compared; a dot for what ends a name; 0 for what does not count. */
  public static char plain(char c) {
    return switch (c) {
      case '.', '…' -> '.';
      case '0' -> 'o';
      case '1', '|' -> 'l';
      default -> Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
    };
  }

  /** The letters and digits of a text as they are compared. */
  public static String squeeze(String text) {
    var letters = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .chars()
        .map(c -> plain((char) c))
        .filter(c -> c != 0 && c != '.')
        .forEach(c -> letters.append((char) c));
    return letters.toString();
  }

  /** A name's letters and digits as they are, however they are joined. */
  public static String strict(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** The same, with one sign between the parts that they are in. */
  public static String parted(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /**
   * Whether a name differs from what was typed by no more than slips, and by one at least.
   *
   * @param shortest how long a name is at least that can have one: two short names of modules
   *     differ in one letter, xfs and zfs
   */
  public static boolean isSlip(String typed, String name, int shortest) {
    String word = squeeze(typed);
    String wanted = squeeze(name);
    int counting = counting(name);
    int allowed = counting < shortest ? 0 : Math.clamp(counting / 4, 1, MOST_SLIPS);
    return !wanted.isEmpty()
        && (alike(word).equals(alike(wanted))
            || Math.abs(word.length() - wanted.length()) <= allowed
                && slips(word, wanted, true) <= allowed
            || isChangedOver(word, wanted));
  }

  /** How long the part of a path is that tells it from others: the folders are the same. */
  private static int counting(String name) {
    return Arrays.stream(name.split("/"))
        .filter(part -> !part.startsWith("by-"))
        .mapToInt(part -> squeeze(part).length())
        .max()
        .orElse(0);
  }

  /** What looks alike on a photograph is one. */
  static String alike(String squeezed) {
    return squeezed.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace('i', 'l');
  }

  /** Whether two letters beside each other are changed over: that is one slip. */
  static boolean isChangedOver(String word, String wanted) {
    int first = 0;
    while (first < Math.min(word.length(), wanted.length())
        && word.charAt(first) == wanted.charAt(first)) {
      first++;
    }
    return word.length() == wanted.length()
        && first + 1 < word.length()
        && word.charAt(first) == wanted.charAt(first + 1)
        && word.charAt(first + 1) == wanted.charAt(first)
        && word.substring(first + 2).equals(wanted.substring(first + 2));
  }

  /** Whether a text is the beginning of a phrase: a line that was cut off. */
  public static boolean begins(String text, String phrase) {
    String begun = squeeze(text);
    String whole = squeeze(phrase);
    if (begun.isEmpty() || begun.length() > whole.length() + 1) {
      return false;
    }
    return slips(whole, begun, false) <= (begun.length() < 5 ? 0 : 1);
  }

  /** The slips between the name and the text, or the beginning of the text that is nearest it. */
  public static int slips(String text, String name, boolean whole) {
    int[] row = new int[text.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= name.length(); i++) {
      row = next(row, i, name.charAt(i - 1), text);
    }
    return whole ? row[text.length()] : Arrays.stream(row).min().orElse(name.length());
  }

  /** The fewest slips with which a name stands anywhere in the text. */
  static int slips(String text, String name) {
    int[] row = new int[text.length() + 1];
    for (int i = 1; i <= name.length(); i++) {
      row = next(row, i, name.charAt(i - 1), text);
    }
    return Arrays.stream(row).min().orElse(name.length());
  }

  /** A row of the table of distances, from the one before it. */
  public static int[] next(int[] row, int first, char letter, String text) {
    int[] next = new int[row.length];
    next[0] = first;
    for (int j = 1; j < row.length; j++) {
      int change = row[j - 1] + (text.charAt(j - 1) == letter ? 0 : 1);
      next[j] = Math.min(change, Math.min(row[j], next[j - 1]) + 1);
    }
    return next;
  }
}
