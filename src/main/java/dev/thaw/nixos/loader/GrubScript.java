package dev.thaw.nixos.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a script of GRUB's into words. */
final class GrubScript {

  private GrubScript() {}

  /** What a token is. */
  enum Kind {
    WORD,
    /** The end of a command. */
    END,
    OPEN,
    CLOSE
  }

  /**
   * A token.
   *
   * @param text what it says, without quotes; a dollar sign that stands for itself is written as
   *     the character 1
   */
  record Token(Kind kind, String text) {

    /** A word with its variables replaced; one that is not set is empty. */
    String value(Map<String, String> variables) {
      if (text.indexOf('$') < 0) {
        return text.replace(DOLLAR, '$');
      }
      var value = new StringBuilder();
      int at = 0;
      while (at < text.length()) {
        if (text.charAt(at) != '$') {
          value.append(text.charAt(at++));
          continue;
        }
        boolean braces = text.startsWith("{", at + 1);
        int start = at + (braces ? 2 : 1);
        int end = start;
        while (end < text.length() && isName(text.charAt(end))) {
          end++;
        }
        value.append(variables.getOrDefault(text.substring(start, end), ""));
        at = braces && text.startsWith("}", end) ? end + 1 : end;
      }
      return shortened(value.toString().replace(DOLLAR, '$'));
    }

    /** A variable that is put into itself again and again must not fill the memory. */
    private static String shortened(String value) {
      return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    }
  }

  private static final char DOLLAR = 1;
  private static final int LONGEST = 4096;

  /** The tokens of a script, in order. */
  static List<Token> tokens(String script) {
    var tokens = new ArrayList<Token>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < script.length(); i++) {
      char c = script.charAt(i);
      if (quote == '\'' && c != '\'') {
        word.append(c == '$' ? DOLLAR : c);
      } else if (c == quote) {
        quote = 0;
      } else if (c == '\\' && i + 1 < script.length()) {
        char next = script.charAt(++i);
        inWord = true;
        if (next != '\n') {
          word.append(next == '$' ? DOLLAR : next);
        }
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote == '"' || !isBreak(c) && !(c == '#' && !inWord)) {
        word.append(c);
        inWord = true;
      } else {
        if (inWord) {
          tokens.add(token(word.toString()));
        }
        word.setLength(0);
        inWord = false;
        if (c == '#') {
          int newline = script.indexOf('\n', i);
          i = newline < 0 ? script.length() : newline - 1;
        } else if (c == '\n' || c == ';') {
          tokens.add(new Token(Kind.END, ""));
        }
      }
    }
    if (inWord) {
      tokens.add(token(word.toString()));
    }
    return tokens;
  }

  private static Token token(String word) {
    return switch (word) {
      case "{" -> new Token(Kind.OPEN, word);
      case "}" -> new Token(Kind.CLOSE, word);
      default -> new Token(Kind.WORD, word);
    };
  }

  /** Where the block that opens at {@code open} closes; {@code to} if it does not. */
  static int close(List<Token> tokens, int open, int to) {
    int depth = 0;
    for (int i = open; i < to; i++) {
      Kind kind = tokens.get(i).kind();
      depth += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return to;
  }

  private static boolean isBreak(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';';
  }

  private static boolean isName(char c) {
    return c == '_'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '?';
  }
}
