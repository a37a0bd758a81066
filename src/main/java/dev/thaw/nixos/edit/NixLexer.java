package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a Nix text into words, by the rules of nix's own lexer; never throws. */
final class NixLexer {

  static final Set<String> WORDS =
      Set.of("if", "then", "else", "assert", "with", "let", "in", "rec", "inherit");
  private static final List<String> SIGNS =
      List.of("...", "==", "!=", "<=", ">=", "&&", "||", "->", "++", "//", "|>", "<|", "${");
  private static final String SINGLE = "{}()[];:,.=@?!+-*/<>";

  private final String text;
  private final List<NixToken> tokens = new ArrayList<>();

  /** Where the run of a path's characters that was looked at last began and ended. */
  private int runStart;

  private int runEnd;

  /** The same for a run of what may be a URI's scheme. */
  private int schemeStart;

  private int schemeEnd;

  /** Whether an interpolation in a path was seen that never ends: then no other is looked for. */
  private boolean endless;

  private NixLexer(String text) {
    this.text = text;
  }

  /** The words in their order, comments too, without white space; the last is END. */
  static List<NixToken> read(String text) {
    var lexer = new NixLexer(text);
    int at = 0;
    while (at < text.length()) {
      at = " \t\r\n".indexOf(text.charAt(at)) >= 0 ? at + 1 : lexer.word(at);
    }
    lexer.tokens.add(new NixToken(Kind.END, at, at, ""));
    return lexer.tokens;
  }

  private int word(int at) {
    char c = text.charAt(at);
    if (c == '#') {
      return put(Kind.COMMENT, at, endOfLine(at));
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      return end < 0 ? put(Kind.BROKEN, at, text.length()) : put(Kind.COMMENT, at, end + 2);
    }
    if (c == '"' || text.startsWith("''", at)) {
      int end = endOfString(at);
      Kind kind = c == '"' ? Kind.QUOTED : Kind.INDENTED;
      return end < 0 ? put(Kind.BROKEN, at, text.length()) : put(kind, at, end);
    }
    int literal = Math.max(Math.max(path(at), uri(at)), Math.max(number(at), searchPath(at)));
    int name = name(at);
    if (name > at && name >= literal) {
      boolean word = WORDS.contains(text.substring(at, name));
      return put(word ? Kind.WORD : Kind.NAME, at, name);
    }
    if (literal > at) {
      return put(Kind.LITERAL, at, literal);
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        return put(Kind.SIGN, at, at + sign.length());
      }
    }
    return put(SINGLE.indexOf(c) >= 0 ? Kind.SIGN : Kind.BROKEN, at, at + 1);
  }

  private int put(Kind kind, int start, int end) {
    tokens.add(new NixToken(kind, start, end, text.substring(start, end)));
    return end;
  }

  private int endOfLine(int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /**
   * Where the string (or, from <code>$&#123;</code>, the interpolation) that begins there ends, or
   * -1.
   */
  private int endOfString(int start) {
    // What is open: a string ("), an indented string ('), code in braces ({). No recursion, for
    // the nesting is only limited by the text's length.
    var open = new ArrayDeque<Character>();
    int at = start;
    do {
      if (at >= text.length()) {
        return -1;
      }
      char inside = open.isEmpty() ? '{' : open.peek();
      at =
          switch (inside) {
            case '"' -> inQuoted(at, open);
            case '\'' -> inIndented(at, open);
            default -> inCode(at, open);
          };
    } while (!open.isEmpty());
    return Math.min(at, text.length());
  }

  private int inQuoted(int at, ArrayDeque<Character> open) {
    if (text.charAt(at) == '"') {
      open.pop();
      return at + 1;
    }
    return text.charAt(at) == '\\' ? at + 2 : dollar(at, open);
  }

  private int inIndented(int at, ArrayDeque<Character> open) {
    if (text.startsWith("''\\", at)) {
      return at + 4;
    }
    if (text.startsWith("'''", at) || text.startsWith("''$", at)) {
      return at + 3;
    }
    if (text.startsWith("''", at)) {
      open.pop();
      return at + 2;
    }
    return dollar(at, open);
  }

  private int dollar(int at, ArrayDeque<Character> open) {
    if (text.startsWith("${", at)) {
      open.push('{');
      return at + 2;
    }
    return text.startsWith("$$", at) ? at + 2 : at + 1;
  }

  private int inCode(int at, ArrayDeque<Character> open) {
    char c = text.charAt(at);
    if (c == '"' || text.startsWith("''", at)) {
      open.push(c);
      return c == '"' ? at + 1 : at + 2;
    }
    if (c == '{') {
      open.push('{');
    } else if (c == '}') {
      open.pop();
    } else if (c == '#') {
      return endOfLine(at);
    } else if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      return end < 0 ? text.length() : end + 2;
    }
    return Math.max(at + 1, name(at));
  }

  private int name(int at) {
    if (!isLetter(text.charAt(at)) && text.charAt(at) != '_') {
      return at;
    }
    int end = at;
    while (end < text.length()
        && (isWord(text.charAt(end)) || "'-".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private int number(int at) {
    int end = digits(at);
    if (!text.startsWith(".", end) || text.startsWith("..", end)) {
      return end;
    }
    // Of "1." nothing but the point need follow the digits; of "0." and "." something must.
    int fraction = digits(end + 1);
    if (fraction == end + 1 && (end == at || text.charAt(at) == '0')) {
      return end;
    }
    boolean power = fraction < text.length() && "eE".indexOf(text.charAt(fraction)) >= 0;
    boolean sign =
        power && fraction + 1 < text.length() && "+-".indexOf(text.charAt(fraction + 1)) >= 0;
    int first = fraction + (sign ? 2 : 1);
    return power && digits(first) > first ? digits(first) : fraction;
  }

  private int digits(int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private int searchPath(int at) {
    if (text.charAt(at) != '<') {
      return at;
    }
    int end = at + 1;
    while (end < text.length() && (isPath(text.charAt(end)) || text.charAt(end) == '/')) {
      end++;
    }
    boolean closed = end > at + 1 && end < text.length() && text.charAt(end) == '>';
    return closed && text.charAt(at + 1) != '/' && text.charAt(end - 1) != '/' ? end + 1 : at;
  }

  private int path(int at) {
    int end = text.charAt(at) == '~' ? at + 1 : pathCharacters(at);
    if (!text.startsWith("/", end)) {
      return at;
    }
    boolean segment = pathCharacters(end + 1) > end + 1;
    // ./${name} is a path, a//b and a/ are not; /${name} is one too.
    if (!segment && !text.startsWith("${", end + 1)) {
      return at;
    }
    while (true) {
      while (text.startsWith("/", end) && pathCharacters(end + 1) > end + 1) {
        end = pathCharacters(end + 1);
      }
      if (text.startsWith("/", end) && !text.startsWith("//", end)) {
        end++;
      }
      if (!text.startsWith("${", end)) {
        return end;
      }
      int code = endOfInterpolation(end);
      if (code < 0) {
        return end;
      }
      end = pathCharacters(code);
    }
  }

  private int endOfInterpolation(int at) {
    if (endless || !text.startsWith("${", at)) {
      return -1;
    }
    int end = endOfString(at + 1);
    endless = end < 0;
    return end;
  }

  /** Where the run of such characters ends; looked for once, wherever in the run that is asked. */
  private int pathCharacters(int at) {
    if (at >= runStart && at < runEnd) {
      return runEnd;
    }
    int end = at;
    while (end < text.length() && isPath(text.charAt(end))) {
      end++;
    }
    runStart = at;
    runEnd = end;
    return end;
  }

  private static boolean isPath(char c) {
    return isWord(c) || "._-+".indexOf(c) >= 0;
  }

  private int uri(int at) {
    if (!isLetter(text.charAt(at))) {
      return at;
    }
    if (at < schemeStart || at >= schemeEnd) {
      schemeStart = at;
      schemeEnd = at;
      while (schemeEnd < text.length() && isScheme(text.charAt(schemeEnd))) {
        schemeEnd++;
      }
    }
    int scheme = schemeEnd;
    if (!text.startsWith(":", scheme)) {
      return at;
    }
    int end = scheme + 1;
    while (end < text.length()
        && (isLetterOrDigit(text.charAt(end))
            || "%/?:@&=+$,-_.!~*'".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end > scheme + 1 ? end : at;
  }

  private static boolean isScheme(char c) {
    return isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
  }

  private static boolean isWord(char c) {
    return isLetterOrDigit(c) || c == '_';
  }

  private static boolean isLetterOrDigit(char c) {
    return isLetter(c) || c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
