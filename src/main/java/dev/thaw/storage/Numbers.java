package dev.thaw.storage;

import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the numbers that tools print. One that can't be, as no disk has so many bytes, is unknown,
 * and a sentence says so.
 */
final class Numbers {

  /** What stands for a number that is not known. */
  static final long UNKNOWN = -1;

  private static final int LONGEST_QUOTE = 40;

  private final List<String> notes = new ArrayList<>();

  /**
   * A number that is not negative; {@link #UNKNOWN} where a tool prints none, or one that can't be.
   *
   * @param what whose number of what it is, for a sentence: "the size of /dev/sda"
   */
  long read(String text, String what) {
    String digits = text.strip();
    boolean negative = digits.startsWith("-") && digits.length() > 1;
    if (digits.isEmpty() || !digits.chars().skip(negative ? 1 : 0).allMatch(Numbers::isDigit)) {
      return UNKNOWN;
    }
    try {
      long number = Long.parseLong(digits);
      if (!negative) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Too large: said below.
    }
    String quoted =
        digits.length() > LONGEST_QUOTE ? digits.substring(0, LONGEST_QUOTE) + "…" : digits;
    notes.add(
        Clean.line(what)
            + " can't be "
            + quoted
            + ": a tool printed that; it is taken for unknown.");
    return UNKNOWN;
  }

  /** The same, as a small number; 0 where it is unknown. */
  int count(String text, String what) {
    long number = read(text, what);
    return number < 0 || number > Integer.MAX_VALUE ? 0 : (int) number;
  }

  /** A sentence for each number that can't be. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
