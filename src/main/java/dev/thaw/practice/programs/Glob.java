package dev.thaw.practice.programs;

import java.util.regex.Pattern;

/** The patterns of a shell: {@code *}, {@code ?} and {@code [abc]}. */
final class Glob {

  private Glob() {}

  /** Whether a word has anything to expand. */
  static boolean is(String word) {
    return word.contains("*") || word.contains("?") || word.contains("[");
  }

  /** The regular expression that a pattern means. */
  static Pattern pattern(String glob) {
    var regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[', ']', '-' -> regex.append(c);
        default -> regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
