package dev.thaw.nixos.loader;

/**
 * Patterns of fnmatch(3), as systemd-boot reads them: {@code *}, {@code ?}, {@code [a-z]}, a
 * backslash before what is meant literally; without regard to case.
 */
final class Glob {

  /** Longer is no file's name. */
  private static final int LONGEST = 4096;

  private final String pattern;
  private final String text;

  private Glob(String pattern, String text) {
    this.pattern = pattern;
    this.text = text;
  }

  /** Whether the pattern means the text. */
  static boolean matches(String pattern, String text) {
    return pattern.length() <= LONGEST
        && text.length() <= LONGEST
        && new Glob(pattern, text).matches();
  }

  /** Only the last star is tried again, with more text each time: that is enough, and bounded. */
  private boolean matches() {
    int p = 0;
    int t = 0;
    int star = -1;
    int starText = 0;
    while (t < text.length()) {
      int next = p < pattern.length() && pattern.charAt(p) != '*' ? step(p, text.charAt(t)) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starText = t;
      } else if (next >= 0) {
        p = next;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /**
   * Where the pattern goes on when its part at {@code p} takes the character; -1 if it does not.
   */
  private int step(int p, char c) {
    char wanted = pattern.charAt(p);
    if (wanted == '?') {
      return p + 1;
    }
    if (wanted == '\\' && p + 1 < pattern.length()) {
      return same(pattern.charAt(p + 1), c) ? p + 2 : -1;
    }
    // A bracket that comes first is one of the set; one that never closes means itself.
    int close = wanted == '[' ? pattern.indexOf(']', p + 2 + (isNot(p + 1) ? 1 : 0)) : -1;
    if (close < 0) {
      return same(wanted, c) ? p + 1 : -1;
    }
    return contains(p + 1, close, c) ? close + 1 : -1;
  }

  private boolean isNot(int at) {
    return at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
  }

  private boolean contains(int from, int close, char c) {
    boolean not = isNot(from);
    char low = Character.toLowerCase(c);
    for (int i = not ? from + 1 : from; i < close; i++) {
      char first = Character.toLowerCase(pattern.charAt(i));
      boolean range = i + 2 < close && pattern.charAt(i + 1) == '-';
      char last = range ? Character.toLowerCase(pattern.charAt(i + 2)) : first;
      if (low >= first && low <= last) {
        return !not;
      }
      i += range ? 2 : 0;
    }
    return not;
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
