package dev.thaw.helpers;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name was probably meant to be. */
public final class Nearest {

  private Nearest() {}

  /**
   * The known name with the fewest single-letter edits from {@code word}, case aside; empty when
   * even that is more than a third of the word away.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    return all(word, known).stream().findFirst();
  }

  /** All that are near enough, the nearest first. */
  static List<String> all(String word, Collection<String> known) {
    int enough = Math.max(1, (word.length() + 1) / 3);
    return known.stream()
        .filter(name -> distance(word, name) <= enough)
        .sorted(
            Comparator.comparingInt((String name) -> distance(word, name))
                .thenComparing(name -> name))
        .toList();
  }

  /** The edit distance, where swapping two neighbours counts as one edit. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
