package dev.thaw.practice.programs;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The regular expressions of {@code grep} and {@code sed}, as Java's. */
final class Regex {

  /** What a backslash switches on in a basic expression, and off in an extended one. */
  private static final String OPERATORS = "(){}|+?";

  private static final Map<String, String> CLASSES =
      Map.of(
          "alpha", "Alpha", "digit", "Digit", "alnum", "Alnum", "space", "Space", "blank", "Blank",
          "upper", "Upper", "lower", "Lower", "punct", "Punct", "xdigit", "XDigit");

  private Regex() {}

  /**
   * Reads one.
   *
   * @param extended whether {@code (}, {@code |}, {@code +} mean something without a backslash, as
   *     after {@code -E}
   * @throws PatternSyntaxException if it is none
   */
  static Pattern of(String expression, boolean extended, int flags) {
    var java = new StringBuilder();
    int at = 0;
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '[') {
        at = bracket(expression, at, java);
        continue;
      }
      if (c == '\\' && at + 1 < expression.length()) {
        at++;
        char next = expression.charAt(at);
        java.append(OPERATORS.indexOf(next) >= 0 && !extended ? "" : "\\").append(next);
      } else if (OPERATORS.indexOf(c) >= 0 && !extended || c == '*' && begins(java)) {
        java.append('\\').append(c);
      } else {
        java.append(c);
      }
      at++;
    }
    return Pattern.compile(java.toString(), flags);
  }

  /** A star with nothing before it is a star. */
  private static boolean begins(CharSequence before) {
    return before.isEmpty() || before.charAt(before.length() - 1) == '^';
  }

  /** Copies what stands in brackets, where a backslash is one; gives where that ends. */
  private static int bracket(String expression, int open, StringBuilder java) {
    int first = open + (expression.startsWith("[^", open) ? 2 : 1);
    java.append(expression, open, first);
    for (int at = first; at < expression.length(); at++) {
      char c = expression.charAt(at);
      int end = expression.startsWith("[:", at) ? expression.indexOf(":]", at) : -1;
      if (c == ']' && at > first) {
        java.append(']');
        return at + 1;
      } else if (end > 0) {
        String name = expression.substring(at + 2, end);
        java.append("\\p{").append(CLASSES.getOrDefault(name, name)).append('}');
        at = end + 1;
      } else {
        java.append("\\[]&^".indexOf(c) >= 0 ? "\\" : "").append(c);
      }
    }
    throw new PatternSyntaxException("unterminated [", expression, open);
  }
}
