package dev.thaw.view;

import dev.thaw.helpers.HelperCatalogue;
import dev.thaw.helpers.Helpers;
import dev.thaw.machine.Clean;
import dev.thaw.session.Lexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Java in a notebook's cell, coloured: what it is made of, and which words are helpers. */
public final class JavaHighlight {

  /** Words that mean something only where they stand; as names they are rare. */
  private static final Set<String> CONTEXTUAL = Set.of("var", "record", "sealed", "yield");

  private static final String TAB = "    ";

  private JavaHighlight() {}

  /**
   * The source, clean, tabs as blanks, its lines as they are however long; coloured where there are
   * colours, every line for itself. What is incomplete or no Java at all is shown just as well.
   */
  public static String text(String source, Style style) {
    String text = Clean.text(source.replace("\r\n", "\n").replace("\t", TAB));
    if (!style.colour()) {
      return text;
    }
    var painted = new StringBuilder();
    for (Run run : runs(text)) {
      String token = text.substring(run.start(), run.end());
      painted.append(
          token
              .lines()
              .map(line -> style.paint(run.tone(), line))
              .collect(Collectors.joining("\n")));
      if (token.endsWith("\n")) {
        painted.append('\n');
      }
    }
    return painted.toString();
  }

  /**
   * A stretch of text in one tone.
   *
   * @param start its first character
   * @param end the one behind its last
   */
  public record Run(int start, int end, Tone tone) {}

  /** The tones of a source, without gaps; what is incomplete or no Java at all has some, too. */
  public static List<Run> runs(String text) {
    var runs = new ArrayList<Run>();
    boolean afterDot = false;
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      String token = text.substring(at, end);
      runs.add(new Run(at, end, tone(token, afterDot)));
      afterDot = token.isBlank() ? afterDot : token.equals(".");
      at = end;
    }
    return runs;
  }

  private static int end(String text, int at) {
    if (isDigit(text.charAt(at))) {
      int end = at + 1;
      while (end < text.length()
          && (Character.isLetterOrDigit(text.charAt(end)) || isInNumber(text, end))) {
        end++;
      }
      return end;
    }
    int end = Lexer.next(text, at);
    return end < 0 ? text.length() : end;
  }

  private static boolean isInNumber(String text, int at) {
    return switch (text.charAt(at)) {
      case '_' -> true;
      case '.' -> at + 1 < text.length() && isDigit(text.charAt(at + 1));
      default -> false;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Tone tone(String token, boolean afterDot) {
    char c = token.charAt(0);
    if (token.startsWith("//") || token.startsWith("/*")) {
      return Tone.DIM;
    }
    if (c == '"' || c == '\'') {
      return Tone.STRING;
    }
    if (isDigit(c)) {
      return Tone.NUMBER;
    }
    if (SourceVersion.isKeyword(token) || CONTEXTUAL.contains(token)) {
      return Tone.KEYWORD;
    }
    return !afterDot && Known.HELPERS.contains(token) ? Tone.CODE : Tone.PLAIN;
  }

  /** Looked up only when something is coloured. */
  private static final class Known {
    static final Set<String> HELPERS = HelperCatalogue.of(Helpers.class).names();
  }
}
