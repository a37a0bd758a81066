package dev.thaw.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The underscore that means the last value, as in {@code _.size()}. Java has none in that place, so
 * nothing else can be meant.
 *
 * @param places where they are in the cell
 */
record LastValue(String cell, List<Integer> places) {

  private static final char STANDS_FOR_IT = '$';

  /** Finds them; those that Java itself knows (a lambda's or a pattern's) are none. */
  static LastValue in(String cell) {
    var places = new ArrayList<Integer>();
    if (cell.indexOf('_') >= 0) {
      String before = "";
      for (int at = Lexer.token(cell, 0); at < cell.length(); ) {
        int end = Lexer.next(cell, at);
        if (end < 0) {
          break;
        }
        String token = cell.substring(at, end);
        if (token.equals("_") && !isName(before) && !isUnnamed(cell, at, end)) {
          places.add(at);
        }
        before = token;
        at = Lexer.token(cell, end);
      }
    }
    return new LastValue(cell, places);
  }

  /** Whether a type's name may stand there, so that a declaration goes on with the underscore. */
  private static boolean isName(String token) {
    return token.equals(">")
        || token.equals("]")
        || !token.isEmpty()
            && Character.isJavaIdentifierStart(token.charAt(0))
            && !token.equals("return")
            && !token.equals("assert");
  }

  private static boolean isUnnamed(String cell, int at, int end) {
    String line = cell.substring(cell.lastIndexOf('\n', at) + 1, at);
    return cell.startsWith("->", Lexer.token(cell, end))
        || line.contains("case ")
        || line.contains("instanceof ");
  }

  /** The cell with a name in place of each underscore: as long as it was, and valid. */
  String valid() {
    var text = new StringBuilder(cell);
    places.forEach(at -> text.setCharAt(at, STANDS_FOR_IT));
    return text.toString();
  }

  /** The first of them in a stretch of the cell; -1 if there is none. */
  int first(int offset, int length) {
    return places.stream()
        .filter(at -> at >= offset && at < offset + length)
        .findFirst()
        .orElse(-1);
  }

  /**
   * The snippet with the last value's name in their place.
   *
   * @param offset where the snippet begins in the cell
   */
  Rewriting named(String snippet, int offset, String name) {
    var rewriting = new Rewriting();
    int from = 0;
    for (int place : places) {
      int at = place - offset;
      if (at >= 0 && at < snippet.length()) {
        rewriting.copy(snippet, from, at);
        rewriting.insert(name, at);
        from = at + 1;
      }
    }
    rewriting.copy(snippet, from, snippet.length());
    return rewriting;
  }
}
