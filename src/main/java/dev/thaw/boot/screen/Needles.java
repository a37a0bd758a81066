package dev.thaw.boot.screen;

import java.util.Arrays;
import java.util.List;

/** Many words that are looked for in one text, all in one pass. */
final class Needles {

  /** A word is looked up by so many of its first letters. */
  private static final int HEAD = 3;

  private static final int MASK = 0xffff;

  private final List<String> words;

  /** The first word with a head of this hash, and the next one with the same; -1 for none. */
  private final int[] first = new int[MASK + 1];

  private final int[] next;

  /** Takes what was found. */
  interface Places {

    /** A word, by its number, is at a place. */
    void found(int word, int at);
  }

  /** Looks for these; one that is shorter than three letters is not found. */
  Needles(List<String> words) {
    this.words = List.copyOf(words);
    next = new int[words.size()];
    Arrays.fill(first, -1);
    for (int i = 0; i < words.size(); i++) {
      if (isLongEnough(words.get(i))) {
        int hash = hash(words.get(i), 0);
        next[i] = first[hash];
        first[hash] = i;
      }
    }
  }

  /** Whether a word can be looked for. */
  static boolean isLongEnough(String word) {
    return word.length() >= HEAD;
  }

  /** Every place of each word, from the beginning of the text to its end. */
  void find(String text, Places places) {
    for (int at = 0; at + HEAD <= text.length(); at++) {
      for (int i = first[hash(text, at)]; i >= 0; i = next[i]) {
        if (text.startsWith(words.get(i), at)) {
          places.found(i, at);
        }
      }
    }
  }

  private static int hash(String text, int at) {
    int hash = text.charAt(at);
    hash = hash * 131 + text.charAt(at + 1);
    hash = hash * 131 + text.charAt(at + 2);
    return (hash ^ hash >>> 16) & MASK;
  }
}
