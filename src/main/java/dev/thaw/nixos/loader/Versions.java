package dev.thaw.nixos.loader;

/** The order of versions that the Boot Loader Specification asks for (uapi-group's rule). */
final class Versions {

  private Versions() {}

  /** Compares two versions: negative when {@code a} is the older. */
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (true) {
      while (i < a.length() && !counts(a.charAt(i))) {
        i++;
      }
      while (j < b.length() && !counts(b.charAt(j))) {
        j++;
      }
      char x = i < a.length() ? a.charAt(i) : 0;
      char y = j < b.length() ? b.charAt(j) : 0;
      // In this order: ~ is older than nothing, nothing than -, then ^, then a dot, then the rest.
      for (char mark : new char[] {'~', 0, '-', '^', '.'}) {
        if (x == mark || y == mark) {
          if (x != y) {
            return x == mark ? -1 : 1;
          }
          if (mark == 0) {
            return 0;
          }
        }
      }
      if (x == y && !Character.isLetterOrDigit(x)) {
        i++;
        j++;
        continue;
      }
      boolean digits = isDigit(x) || isDigit(y);
      int endA = run(a, i, digits);
      int endB = run(b, j, digits);
      String partA = a.substring(i, endA);
      String partB = b.substring(j, endB);
      int order = digits ? compareNumbers(partA, partB) : partA.compareTo(partB);
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
  }

  private static boolean counts(char c) {
    return isDigit(c) || isLetter(c) || "~-^.".indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static int run(String text, int from, boolean digits) {
    int end = from;
    while (end < text.length()
        && (digits ? isDigit(text.charAt(end)) : isLetter(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String a, String b) {
    String x = a.replaceFirst("^0+", "");
    String y = b.replaceFirst("^0+", "");
    return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
  }
}
