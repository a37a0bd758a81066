package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Listed;
import java.util.ArrayList;
import java.util.List;

/** Takes things out of a text, and puts things in, in the way that it is written. */
final class NixLayout {

  private NixLayout() {}

  /**
   * A part of a text, and what stands there instead when it is gone.
   *
   * @param start where it begins
   * @param end where it ends
   * @param instead a blank, an empty list, or nothing
   */
  record Cut(int start, int end, String instead) {}

  /** What goes with elements of a list, in their order; an empty list is written as one. */
  static List<Cut> cuts(NixText text, Listed list, List<NixExpr> elements) {
    List<Cut> cuts =
        apart(elements.stream().map(each -> cut(text, each.start(), each.end())).toList());
    var left = new StringBuilder();
    int kept = list.start() + 1;
    for (Cut cut : cuts) {
      left.append(text.text(), kept, Math.max(kept, cut.start()));
      kept = Math.max(kept, cut.end());
    }
    left.append(text.text(), Math.min(kept, list.end() - 1), list.end() - 1);
    return left.toString().isBlank() ? List.of(new Cut(list.start(), list.end(), "[ ]")) : cuts;
  }

  /** The same cuts, in the order of the text; those that touch are one. */
  static List<Cut> apart(List<Cut> cuts) {
    var apart = new ArrayList<Cut>();
    for (Cut cut : cuts) {
      if (!apart.isEmpty() && cut.start() < apart.getLast().end()) {
        Cut before = apart.removeLast();
        apart.add(new Cut(before.start(), Math.max(before.end(), cut.end()), cut.instead()));
      } else {
        apart.add(cut);
      }
    }
    return apart;
  }

  /** What goes with a line of an attribute set. */
  static Cut cut(NixText text, Binding binding) {
    return cut(text, binding.start(), binding.end());
  }

  /**
   * What goes with a part of the text. Alone on its lines it goes with them and with the comment
   * that ends them; else with the white space on one side.
   */
  private static Cut cut(NixText text, int start, int end) {
    String all = text.text();
    boolean first = text.isFirstOnLine(start);
    int rest = text.restOfLine(end);
    if (first && rest >= 0) {
      return new Cut(text.lineStart(start), text.lineEnd(rest), "");
    }
    int left = start;
    int right = end;
    while (!first && left > 0 && isSpace(all.charAt(left - 1))) {
      left--;
    }
    while (left == start && right < all.length() && isSpace(all.charAt(right))) {
      right++;
    }
    boolean joined =
        left > 0
            && right < all.length()
            && isPart(all.charAt(left - 1))
            && isPart(all.charAt(right));
    return new Cut(left, right, joined ? " " : "");
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isPart(char c) {
    return !Character.isWhitespace(c) && "[]{};".indexOf(c) < 0;
  }

  /** The text with an element at the end of a list, on a line of its own if the last one is. */
  static String appended(NixText text, Listed list, String element) {
    if (list.elements().isEmpty()) {
      return first(text, list, element);
    }
    NixExpr last = list.elements().getLast();
    if (!text.isFirstOnLine(last.start()) || text.lineStart(last.start()) <= list.start()) {
      return inserted(text, last.end(), " " + element);
    }
    String indented = text.indentation(last.start()) + element;
    if (text.restOfLine(last.end()) < 0) {
      return inserted(text, last.end(), text.lineSeparator() + indented);
    }
    int next = text.lineEnd(last.end());
    // As that line ends, which others of the file may not.
    return inserted(
        text, next, indented + (text.text().startsWith("\r\n", next - 2) ? "\r\n" : "\n"));
  }

  private static String first(NixText text, Listed list, String element) {
    String all = text.text();
    int close = list.end() - 1;
    if (all.substring(list.start() + 1, close).isBlank()) {
      return all.substring(0, list.start()) + "[ " + element + " ]" + all.substring(list.end());
    }
    // Comments are in it.
    if (text.isFirstOnLine(close)) {
      String indentation =
          text.comments().stream()
              .filter(c -> c.start() > list.start() && c.end() < list.end())
              .filter(c -> text.isFirstOnLine(c.start()))
              .map(c -> text.indentation(c.start()))
              .findFirst()
              .orElse(text.indentation(close) + "  ");
      return inserted(text, text.lineStart(close), indentation + element + text.lineSeparator());
    }
    return inserted(text, close, (isSpace(all.charAt(close - 1)) ? "" : " ") + element + " ");
  }

  /** The text with another line at the end of an attribute set. */
  static String bound(NixText text, Attrs attrs, String line) {
    int close = attrs.close();
    boolean ownLine = text.isFirstOnLine(close) && text.lineStart(close) > attrs.open();
    String indentation = text.indentation(close) + "  ";
    boolean lines = false;
    for (Item item : attrs.items()) {
      if (text.isFirstOnLine(item.start()) && text.lineStart(item.start()) > attrs.open()) {
        indentation = text.indentation(item.start());
        lines = true;
      }
    }
    if (ownLine) {
      return inserted(text, text.lineStart(close), indentation + line + text.lineSeparator());
    }
    if (lines) {
      int end = attrs.items().getLast().end();
      return inserted(text, end, text.lineSeparator() + indentation + line);
    }
    boolean space = isSpace(text.text().charAt(close - 1));
    return inserted(text, close, (space ? "" : " ") + line + " ");
  }

  private static String inserted(NixText text, int at, String what) {
    return text.text().substring(0, at) + what + text.text().substring(at);
  }
}
