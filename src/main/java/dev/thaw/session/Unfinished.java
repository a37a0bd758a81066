package dev.thaw.session;

import dev.thaw.session.CellResult.Incomplete;
import java.util.ArrayDeque;

/** What a cell misses that ends too early. */
final class Unfinished {

  private Unfinished() {}

  /** Says what is missing, and where it opens or should stand. */
  static Incomplete of(String cell) {
    var open = new ArrayDeque<Integer>();
    for (int at = 0; at < cell.length(); ) {
      int end = Lexer.next(cell, at);
      if (end < 0) {
        boolean comment = cell.startsWith("/*", at);
        return new Incomplete(
            SourcePosition.at(cell, at),
            comment
                ? "This comment is not closed: */ is missing."
                : "This text block is not closed: \"\"\" is missing.");
      }
      switch (cell.charAt(at)) {
        case '(', '[', '{' -> open.push(at);
        case ')', ']', '}' -> open.poll();
        default -> {}
      }
      at = end;
    }
    if (open.isEmpty()) {
      return new Incomplete(
          SourcePosition.at(cell, cell.stripTrailing().length()),
          "The code ends in the middle: it goes on.");
    }
    int at = open.pop();
    char bracket = cell.charAt(at);
    return new Incomplete(
        SourcePosition.at(cell, at),
        "This " + bracket + " is not closed: " + closing(bracket) + " is missing.");
  }

  private static char closing(char bracket) {
    return switch (bracket) {
      case '(' -> ')';
      case '[' -> ']';
      default -> '}';
    };
  }
}
