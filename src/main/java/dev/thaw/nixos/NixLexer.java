package dev.thaw.nixos;

import dev.thaw.nixos.NixToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts Nix text into tokens, the way nix's own lexer does. */
final class NixLexer {

  /** The text is no Nix: a string or a comment without an end, a bracket without its partner. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final int offset;

    Malformed(String what, int offset) {
      super(what);
      this.offset = offset;
    }

    /** Where in the text. */
    int offset() {
      return offset;
    }
  }

  private static final String PATH_CHAR = "[a-zA-Z0-9._+-]";
  private static final Pattern SPACE = Pattern.compile("[ \t\r\n]+");
  private static final Pattern LINE_COMMENT = Pattern.compile("#[^\r\n]*");
  private static final Pattern URI =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9%/?:@&=+$,_.!~*'-]+");
  private static final Pattern PATH =
      Pattern.compile("~?" + PATH_CHAR + "*(/" + PATH_CHAR + "+)+/?|(\\.\\.?/|~/|/)(?=\\$\\{)");
  private static final Pattern SEARCH_PATH =
      Pattern.compile("<" + PATH_CHAR + "+(/" + PATH_CHAR + "+)*>");
  private static final Pattern PATH_REST = Pattern.compile("(" + PATH_CHAR + "|/)+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_'-]*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern MARK =
      Pattern.compile("\\$\\{|\\.\\.\\.|\\+\\+|//|->|&&|\\|\\||\\|>|<\\||==|!=|<=|>=|\\S");

  private final String text;
  private int at;

  private NixLexer(String text) {
    this.text = text;
  }

  /** The tokens of a file, in order, nothing left out. */
  static List<NixToken> tokens(String text) throws Malformed {
    return new NixLexer(text).run(false);
  }

  /** Reads to the end; inside an interpolation, to the brace that closes it and not beyond. */
  private List<NixToken> run(boolean interpolated) throws Malformed {
    var tokens = new ArrayList<NixToken>();
    int open = 0;
    int from = at;
    while (at < text.length()) {
      int start = at;
      Kind kind = next();
      var token = new NixToken(kind, start, at, text.substring(start, at));
      if (token.is("{") || token.is("${")) {
        open++;
      } else if (token.is("}") && open-- == 0 && interpolated) {
        return tokens;
      }
      tokens.add(token);
    }
    if (interpolated) {
      throw new Malformed("an interpolation is not closed", from);
    }
    return tokens;
  }

  private Kind next() throws Malformed {
    if (take(SPACE)) {
      return Kind.SPACE;
    }
    if (take(LINE_COMMENT)) {
      return Kind.COMMENT;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      if (end < 0) {
        throw new Malformed("a comment is not closed", at);
      }
      at = end + 2;
      return Kind.COMMENT;
    }
    if (text.startsWith("''", at)) {
      indented();
      return Kind.INDENTED;
    }
    if (text.charAt(at) == '"') {
      string();
      return Kind.STRING;
    }
    if (take(URI)) {
      return Kind.URI;
    }
    if (take(PATH)) {
      restOfPath();
      return Kind.PATH;
    }
    if (take(SEARCH_PATH)) {
      return Kind.PATH;
    }
    if (take(NAME)) {
      return Kind.NAME;
    }
    if (take(NUMBER)) {
      return Kind.NUMBER;
    }
    take(MARK);
    return Kind.MARK;
  }

  private boolean take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    // Lookahead may see beyond what a region shows.
    if (!matcher.useTransparentBounds(true).lookingAt()) {
      return false;
    }
    at = matcher.end();
    return true;
  }

  private void restOfPath() throws Malformed {
    while (text.startsWith("${", at)) {
      interpolation();
      take(PATH_REST);
    }
  }

  private void string() throws Malformed {
    int start = at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return;
      }
      if (c == '\\' || text.startsWith("$$", at)) {
        at += 2;
      } else if (text.startsWith("${", at)) {
        interpolation();
      } else {
        at++;
      }
    }
    throw new Malformed("a string is not closed", start);
  }

  private void indented() throws Malformed {
    int start = at;
    at += 2;
    while (at < text.length()) {
      if (text.startsWith("'''", at) || text.startsWith("''$", at)) {
        at += 3;
      } else if (text.startsWith("''\\", at)) {
        at += 4;
      } else if (text.startsWith("''", at)) {
        at += 2;
        return;
      } else if (text.startsWith("$$", at)) {
        at += 2;
      } else if (text.startsWith("${", at)) {
        interpolation();
      } else {
        at++;
      }
    }
    throw new Malformed("a string is not closed", start);
  }

  private void interpolation() throws Malformed {
    at += 2;
    run(true);
  }
}
