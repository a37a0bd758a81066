package dev.thaw.practice.programs;

import java.util.ArrayList;
import java.util.List;

/** Reads a shell line into words and operators, before anything is expanded. */
final class ShellText {

  /** What the practice machine's shell can't read. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * A piece of a word.
   *
   * @param text the text; for a substitution what is to be run
   * @param quoted whether it stands in quotes, so that it is neither split nor a pattern
   * @param kind plain text, a variable's name, or a command to substitute
   */
  record Piece(String text, boolean quoted, Kind kind) {}

  /** What a piece of a word is. */
  enum Kind {
    TEXT,
    VARIABLE,
    COMMAND
  }

  /** A word or an operator. */
  sealed interface Token {}

  /** A word. */
  record Word(List<Piece> pieces) implements Token {
    /** The word when it is nothing but plain text without quotes; else empty. */
    String plain() {
      return pieces.size() == 1
              && pieces.getFirst().kind() == Kind.TEXT
              && !pieces.getFirst().quoted()
          ? pieces.getFirst().text()
          : "";
    }
  }

  /** An operator: {@code ;}, {@code &&}, {@code |}, {@code >}, … */
  record Operator(String text) implements Token {}

  private static final List<String> OPERATORS =
      List.of("2>&1", "2>>", "2>", "&>", ">&2", ">>", "&&", "||", ">", "<", "|", ";", "\n", "&");

  private final String text;
  private int at;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();

  private ShellText(String text) {
    this.text = text;
  }

  /** The tokens of a line, or of several. */
  static List<Token> read(String text) {
    var reader = new ShellText(text);
    reader.all();
    return reader.tokens;
  }

  private void all() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t') {
        endWord();
        at++;
      } else if (c == '#' && pieces.isEmpty() && plain.isEmpty()) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '\\' && at + 1 < text.length()) {
        if (text.charAt(at + 1) != '\n') {
          endPlain();
          pieces.add(new Piece(text.substring(at + 1, at + 2), true, Kind.TEXT));
        }
        at += 2;
      } else if (c == '\'') {
        endPlain();
        int end = closing('\'', at + 1);
        pieces.add(new Piece(text.substring(at + 1, end), true, Kind.TEXT));
        at = end + 1;
      } else if (c == '"') {
        endPlain();
        doubleQuoted();
      } else if (c == '$' || c == '`') {
        endPlain();
        substitution(false);
      } else if (c == '(' || c == ')') {
        throw new Unreadable("parentheses");
      } else if (!operator()) {
        plain.append(c);
        at++;
      }
    }
    endWord();
  }

  private boolean operator() {
    for (String operator : OPERATORS) {
      // 2> is one only where a word begins: in echo a2>b the 2 belongs to the word.
      boolean glued = operator.startsWith("2") && (!plain.isEmpty() || !pieces.isEmpty());
      if (!glued && text.startsWith(operator, at)) {
        endWord();
        tokens.add(new Operator(operator));
        at += operator.length();
        return true;
      }
    }
    return false;
  }

  private int closing(char quote, int from) {
    int end = text.indexOf(quote, from);
    if (end < 0) {
      throw new Unreadable("a quote that is not closed");
    }
    return end;
  }

  private void doubleQuoted() {
    at++;
    var inner = new StringBuilder();
    pieces.add(new Piece("", true, Kind.TEXT));
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && "\"\\$`\n".indexOf(text.charAt(at + 1)) >= 0) {
        inner.append(text.charAt(at + 1));
        at += 2;
      } else if (c == '$' || c == '`') {
        pieces.add(new Piece(inner.toString(), true, Kind.TEXT));
        inner.setLength(0);
        substitution(true);
      } else {
        inner.append(c);
        at++;
      }
    }
    if (at >= text.length()) {
      throw new Unreadable("a quote that is not closed");
    }
    at++;
    pieces.add(new Piece(inner.toString(), true, Kind.TEXT));
  }

  private void substitution(boolean quoted) {
    if (text.charAt(at) == '`') {
      int end = closing('`', at + 1);
      pieces.add(new Piece(text.substring(at + 1, end), quoted, Kind.COMMAND));
      at = end + 1;
    } else if (text.startsWith("$((", at)) {
      throw new Unreadable("arithmetic");
    } else if (text.startsWith("$(", at)) {
      int end = matching(at + 2);
      pieces.add(new Piece(text.substring(at + 2, end), quoted, Kind.COMMAND));
      at = end + 1;
    } else if (text.startsWith("${", at)) {
      int end = closing('}', at);
      String name = text.substring(at + 2, end);
      if (!name.matches("[A-Za-z_0-9@*#?]+")) {
        throw new Unreadable("${" + name + "}");
      }
      pieces.add(new Piece(name, quoted, Kind.VARIABLE));
      at = end + 1;
    } else {
      var name = java.util.regex.Pattern.compile("[A-Za-z_][A-Za-z_0-9]*|[0-9@*#?$]").matcher(text);
      if (name.find(at + 1) && name.start() == at + 1) {
        pieces.add(new Piece(name.group(), quoted, Kind.VARIABLE));
        at = name.end();
      } else {
        pieces.add(new Piece("$", quoted, Kind.TEXT));
        at++;
      }
    }
  }

  private int matching(int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        i = closing('\'', i + 1);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    throw new Unreadable("a parenthesis that is not closed");
  }

  private void endPlain() {
    if (!plain.isEmpty()) {
      pieces.add(new Piece(plain.toString(), false, Kind.TEXT));
      plain.setLength(0);
    }
  }

  private void endWord() {
    endPlain();
    if (!pieces.isEmpty()) {
      tokens.add(new Word(List.copyOf(pieces)));
      pieces.clear();
    }
  }
}
