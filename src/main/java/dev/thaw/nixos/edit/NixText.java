package dev.thaw.nixos.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Nix text and its structure.
 *
 * @param text the text
 * @param root the expression that it is
 * @param tokens its words without comments, the last is END
 * @param comments its comments
 * @param faults what in it is no Nix, in the order of the text
 * @param modules the places of the expressions in it that are the modules to look at; none for the
 *     whole text
 */
public record NixText(
    String text,
    NixExpr root,
    List<NixToken> tokens,
    List<NixToken> comments,
    List<Fault> faults,
    List<Integer> modules) {

  /**
   * What can't be read.
   *
   * @param offset where
   * @param message what was expected there
   */
  public record Fault(int offset, String message) {}

  /** Reads a text; what is no Nix in it is passed over and becomes a fault. */
  public static NixText read(String text) {
    return NixParser.read(text);
  }

  /** The same text, of which only these modules are looked at. */
  NixText only(List<Integer> places) {
    return new NixText(text, root, tokens, comments, faults, List.copyOf(places));
  }

  /** The text after a change of it, with the same modules. */
  NixText again(String after) {
    int same = 0;
    while (same < Math.min(text.length(), after.length())
        && text.charAt(same) == after.charAt(same)) {
      same++;
    }
    int changed = same;
    int longer = after.length() - text.length();
    return read(after).only(modules.stream().map(at -> at < changed ? at : at + longer).toList());
  }

  /** The text without parts of it, in the order of the text, of which none reaches into another. */
  NixText without(List<NixLayout.Cut> cuts) {
    var after = new StringBuilder();
    var places = new ArrayList<Integer>();
    int kept = 0;
    int next = 0;
    for (NixLayout.Cut cut : cuts) {
      while (next < modules.size() && modules.get(next) < cut.end()) {
        places.add(modules.get(next) - kept + after.length());
        next++;
      }
      after.append(text, kept, cut.start()).append(cut.instead());
      kept = cut.end();
    }
    while (next < modules.size()) {
      places.add(modules.get(next) - kept + after.length());
      next++;
    }
    return read(after.append(text, kept, text.length()).toString()).only(places);
  }

  /** The expressions that are the modules to look at. */
  List<NixExpr> moduleRoots() {
    return modules.isEmpty()
        ? List.of(root)
        : modules.stream().map(at -> at(root, at)).flatMap(Optional::stream).toList();
  }

  private static Optional<NixExpr> at(NixExpr expr, int start) {
    if (expr.start() == start) {
      return Optional.of(expr);
    }
    return expr.childAround(start, start + 1).flatMap(child -> at(child, start));
  }

  /** The names that it uses, apart from attributes. */
  List<String> names() {
    var names = new ArrayList<String>();
    for (int i = 0; i < tokens.size() - 1; i++) {
      boolean attribute = i > 0 && tokens.get(i - 1).is(".") || tokens.get(i + 1).is("=");
      if (tokens.get(i).kind() == NixToken.Kind.NAME && !attribute) {
        names.add(tokens.get(i).text());
      }
    }
    return names;
  }

  /** The line of an index, from 1. */
  public int line(int offset) {
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  /** An expression as it is written. */
  public String source(NixExpr expr) {
    return text.substring(expr.start(), expr.end());
  }

  /** Where the line of an index begins. */
  public int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line of an index ends: after its line feed, or at the end of the text. */
  int lineEnd(int offset) {
    int feed = text.indexOf('\n', offset);
    return feed < 0 ? text.length() : feed + 1;
  }

  /** The white space that begins the line of an index. */
  String indentation(int offset) {
    int start = lineStart(offset);
    int end = start;
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(start, end);
  }

  /** Whether only white space stands before that index on its line. */
  boolean isFirstOnLine(int offset) {
    return text.substring(lineStart(offset), offset).isBlank();
  }

  /**
   * Where the rest of the line is only white space and comments that end on it: the end of the last
   * of those, or the index itself; -1 when something else follows.
   */
  int restOfLine(int offset) {
    int at = offset;
    int end = offset;
    while (at < text.length() && text.charAt(at) != '\n') {
      int here = at;
      if (" \t\r".indexOf(text.charAt(here)) >= 0) {
        at++;
        continue;
      }
      var comment = comments.stream().filter(c -> c.start() == here).findFirst();
      if (comment.isEmpty() || comment.get().text().indexOf('\n') >= 0) {
        return -1;
      }
      at = comment.get().end();
      end = at;
    }
    return end;
  }

  /** How its lines end: CR LF when its first one does. */
  String lineSeparator() {
    int feed = text.indexOf('\n');
    return feed > 0 && text.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
  }
}
