package dev.thaw.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Splits a cell into its snippets. A line's end may end a snippet, no semicolon is needed; but a
 * snippet goes on when the next line begins with a dot or another sign that can't begin one.
 */
final class Splitter {

  /**
   * One snippet of a cell.
   *
   * @param source its text, as written
   * @param offset where it begins in the cell
   * @param bare whether JShell misses a semicolon after it
   */
  record Piece(String source, int offset, boolean bare) {}

  /**
   * What a cell consists of.
   *
   * @param complete whether the cell ends where its last snippet does; otherwise that one is cut
   *     off
   */
  record Pieces(List<Piece> pieces, boolean complete) {}

  private static final Set<String> CONTINUING_WORDS =
      Set.of("else", "catch", "finally", "instanceof", "throws", "extends", "implements");

  /** An annotation alone on its line, which JShell takes for complete. */
  private static final Pattern ANNOTATION =
      Pattern.compile("\\s*@[\\w.]+\\s*(\\(.*\\))?\\s*", Pattern.DOTALL);

  private final SourceCodeAnalysis analysis;

  Splitter(SourceCodeAnalysis analysis) {
    this.analysis = analysis;
  }

  Pieces split(String cell) {
    var pieces = new ArrayList<Piece>();
    int at = Lexer.token(cell, 0);
    int end = at;
    while (at < cell.length()) {
      end = lineEnd(cell, Math.max(at, end));
      String text = cell.substring(at, end);
      if (Lexer.isOpen(text) && end < cell.length()) {
        end++;
        continue;
      }
      CompletionInfo info = analysis.analyzeCompletion(text);
      Completeness completeness = info.completeness();
      int consumed = text.length() - info.remaining().length();
      // Of a loop's head alone, JShell leaves more than there was; of half of one it knows nothing.
      if (completeness == Completeness.DEFINITELY_INCOMPLETE
          || consumed < 0
          || completeness == Completeness.UNKNOWN
              && Lexer.isOpen(text)
              && Parsed.endsTooEarly(text)) {
        if (end == cell.length()) {
          pieces.add(new Piece(text, at, false));
          return new Pieces(pieces, false);
        }
        end++;
        continue;
      }
      if (completeness == Completeness.UNKNOWN || consumed == 0) {
        consumed = text.length();
      }
      boolean wholeText = Lexer.token(text, consumed) == text.length();
      if (wholeText && goesOn(text, cell, end)) {
        end++;
        continue;
      }
      boolean bare = completeness == Completeness.COMPLETE_WITH_SEMI;
      pieces.add(new Piece(text.substring(0, consumed), at, bare));
      at = Lexer.token(cell, at + consumed);
      end = at;
    }
    return new Pieces(pieces, true);
  }

  private static int lineEnd(String cell, int from) {
    int newline = cell.indexOf('\n', from);
    return newline < 0 ? cell.length() : newline;
  }

  /** Whether what comes after {@code end} can only go on with {@code text}, the snippet so far. */
  private static boolean goesOn(String text, String cell, int end) {
    int at = Lexer.token(cell, end);
    if (at == cell.length()) {
      return false;
    }
    if (ANNOTATION.matcher(text).matches()) {
      return true;
    }
    char c = cell.charAt(at);
    char after = at + 1 < cell.length() ? cell.charAt(at + 1) : ' ';
    if (Character.isJavaIdentifierStart(c)) {
      return CONTINUING_WORDS.contains(cell.substring(at, Lexer.next(cell, at)));
    }
    return switch (Lexer.last(text)) {
      case ';' -> false;
      case '}' -> c == '.';
      default ->
          switch (c) {
            case '.' -> !Character.isDigit(after);
            case '+', '-' -> after != c;
            case '!' -> after == '=';
            case '?', ':', '*', '/', '%', '&', '|', '^', '=', '<', '>', ',', ')', ']' -> true;
            default -> false;
          };
    };
  }
}
