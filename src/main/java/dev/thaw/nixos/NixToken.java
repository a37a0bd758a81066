package dev.thaw.nixos;

/**
 * A piece of Nix text. All tokens of a file, one after the other, are the file.
 *
 * @param start where it begins in the text
 * @param end where the next one begins
 */
record NixToken(Kind kind, int start, int end, String text) {

  /** What a token is. */
  enum Kind {
    SPACE,
    COMMENT,
    /** A name or a keyword. */
    NAME,
    NUMBER,
    /** {@code "…"}, with all that is interpolated into it. */
    STRING,
    /** {@code ''…''}, with all that is interpolated into it. */
    INDENTED,
    PATH,
    URI,
    /** A bracket, a separator or an operator. */
    MARK
  }

  /** Whether it is this mark or this keyword. */
  boolean is(String mark) {
    return (kind == Kind.MARK || kind == Kind.NAME) && text.equals(mark);
  }

  /** Whether it means nothing to nix. */
  boolean isTrivia() {
    return kind == Kind.SPACE || kind == Kind.COMMENT;
  }

  /** Whether it is a string that is the same each time: nothing is interpolated. */
  boolean isPlainString() {
    return (kind == Kind.STRING || kind == Kind.INDENTED)
        && !text.replace("\\$", "").replace("''$", "").replace("$$", "").contains("${");
  }

  /** The characters that a plain string stands for; the text itself for anything else. */
  String value() {
    return switch (kind) {
      case STRING -> unescape(text.substring(1, text.length() - 1));
      case INDENTED -> text.substring(2, text.length() - 2).strip();
      default -> text;
    };
  }

  private static String unescape(String inner) {
    if (inner.indexOf('\\') < 0) {
      return inner;
    }
    var value = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\' && i + 1 < inner.length()) {
        i++;
        switch (inner.charAt(i)) {
          case 'n' -> value.append('\n');
          case 't' -> value.append('\t');
          case 'r' -> value.append('\r');
          default -> value.append(inner.charAt(i));
        }
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }
}
