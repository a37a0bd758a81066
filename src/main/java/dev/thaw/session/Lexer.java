package dev.thaw.session;

/**
 * Just enough of Java's lexical grammar to step over comments, strings and text blocks, and to
 * count brackets: much cheaper than asking the compiler.
 */
public final class Lexer {

  private Lexer() {}

  /** The end of the token, comment or blank that begins at {@code at}; -1 when it never ends. */
  public static int next(String text, int at) {
    char c = text.charAt(at);
    if (text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      return end < 0 ? -1 : end + 2;
    }
    if (text.startsWith("\"\"\"", at)) {
      return closing(text, at + 3, "\"\"\"");
    }
    if (c == '"' || c == '\'') {
      int end = closing(text, at + 1, String.valueOf(c));
      int newline = text.indexOf('\n', at);
      // An unfinished string ends with its line: the compiler will say so.
      return newline >= 0 && (end < 0 || newline < end) ? newline : end < 0 ? text.length() : end;
    }
    if (Character.isJavaIdentifierStart(c)) {
      int end = at + 1;
      while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
        end++;
      }
      return end;
    }
    return at + 1;
  }

  private static int closing(String text, int at, String quote) {
    for (int i = at; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.startsWith(quote, i)) {
        return i + quote.length();
      }
    }
    return -1;
  }

  /** Where the next thing that is neither blank nor comment begins; the text's length if none. */
  public static int token(String text, int at) {
    while (at < text.length()) {
      boolean comment = text.startsWith("//", at) || text.startsWith("/*", at);
      if (!comment && !Character.isWhitespace(text.charAt(at))) {
        return at;
      }
      int end = comment ? next(text, at) : at + 1;
      if (end < 0) {
        return at;
      }
      at = end;
    }
    return text.length();
  }

  /** The last character that is neither blank nor in a comment; a blank if there is none. */
  static char last(String text) {
    char last = ' ';
    for (int at = token(text, 0); at < text.length(); ) {
      int end = next(text, at);
      if (end < 0) {
        return last;
      }
      last = text.charAt(end - 1);
      at = token(text, end);
    }
    return last;
  }

  /** Whether the text ends inside brackets, a comment or a text block. */
  static boolean isOpen(String text) {
    int depth = 0;
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
      at = next(text, at);
      if (at < 0) {
        return true;
      }
    }
    return depth > 0;
  }
}
