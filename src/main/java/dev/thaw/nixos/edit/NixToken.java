package dev.thaw.nixos.edit;

/**
 * A word of a Nix text.
 *
 * @param kind what it is
 * @param start where it begins, an index of the text
 * @param end where it ends, exclusive
 * @param text as written; a whole string with its quotes and all that is interpolated in it
 */
public record NixToken(Kind kind, int start, int end, String text) {

  /** The kinds of words. */
  public enum Kind {
    /** An identifier: {@code pkgs}, {@code foldl'}. */
    NAME,
    /** A reserved word: {@code let}, {@code inherit}. */
    WORD,
    /** A string in double quotes. */
    QUOTED,
    /** A string in pairs of single quotes. */
    INDENTED,
    /** A number, a path, a search path or a URI. */
    LITERAL,
    /** An operator or a bracket. */
    SIGN,
    /** A comment. */
    COMMENT,
    /** What is no Nix: an unknown character, or a string or comment that does not end. */
    BROKEN,
    /** The end of the text. */
    END
  }

  /** Whether it is that operator, bracket or reserved word. */
  boolean is(String sign) {
    return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
  }

  /** Whether it is a string of either kind. */
  boolean isString() {
    return kind == Kind.QUOTED || kind == Kind.INDENTED;
  }
}
