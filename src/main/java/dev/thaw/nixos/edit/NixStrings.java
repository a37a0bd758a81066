package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixToken.Kind;
import org.jspecify.annotations.Nullable;

/** What Nix strings mean, and how text is written as one. */
final class NixStrings {

  private NixStrings() {}

  /** The text that a string stands for; null when it is computed, or indented and of many lines. */
  static @Nullable String value(NixToken token) {
    return token.kind() == Kind.QUOTED ? quoted(token.text()) : indented(token.text());
  }

  private static @Nullable String quoted(String written) {
    var value = new StringBuilder();
    for (int i = 1; i < written.length() - 1; i++) {
      char c = written.charAt(i);
      if (c == '\\') {
        i++;
        value.append(escaped(written.charAt(i)));
      } else if (written.startsWith("${", i)) {
        return null;
      } else if (written.startsWith("$$", i)) {
        i++;
        value.append("$$");
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private static @Nullable String indented(String written) {
    String inner = written.substring(2, written.length() - 2);
    if (inner.indexOf('\n') >= 0) {
      return null;
    }
    // Of one line, the white space before it is its indentation.
    inner = inner.replaceFirst("^ +", "");
    var value = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      if (inner.startsWith("''\\", i) && i + 3 < inner.length()) {
        i += 3;
        value.append(escaped(inner.charAt(i)));
      } else if (inner.startsWith("'''", i)) {
        i += 2;
        value.append("''");
      } else if (inner.startsWith("''$", i)) {
        i += 2;
        value.append('$');
      } else if (inner.startsWith("${", i)) {
        return null;
      } else if (inner.startsWith("$$", i)) {
        i++;
        value.append("$$");
      } else {
        value.append(inner.charAt(i));
      }
    }
    return value.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  /** Writes a text as a string in double quotes. */
  static String quote(String value) {
    var written = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> written.append('\\').append(c);
        case '\n' -> written.append("\\n");
        case '\r' -> written.append("\\r");
        case '\t' -> written.append("\\t");
        // Any dollar sign, for "$${x}" would mean something else.
        case '$' -> written.append("\\$");
        default -> written.append(c);
      }
    }
    return written.append('"').toString();
  }
}
