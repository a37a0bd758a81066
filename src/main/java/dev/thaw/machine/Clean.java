package dev.thaw.machine;

/** Makes text from the broken machine harmless before it reaches a terminal. */
public final class Clean {

  private Clean() {}

  /**
   * One line without control characters, bidirectional overrides or broken surrogates: each becomes
   * a visible {@code \}{@code xNN} or {@code \}{@code uNNNN}; a newline too.
   */
  public static String line(String text) {
    return clean(text, false);
  }

  /** The same, but newlines and tabs stay. */
  public static String text(String text) {
    return clean(text, true);
  }

  /** The last {@code count} lines that are not blank, cleaned. */
  public static String lastLines(String text, int count) {
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    return text(String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size())));
  }

  private static String clean(String text, boolean layout) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (layout && (c == '\n' || c == '\t')) {
            clean.append((char) c);
          } else if (isHarmful(c)) {
            clean.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
          } else {
            clean.appendCodePoint(c);
          }
        });
    return clean.toString();
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
