package dev.thaw.nixos.edit;

import dev.thaw.nixos.edit.NixExpr.Attrs;
import dev.thaw.nixos.edit.NixExpr.Binding;
import dev.thaw.nixos.edit.NixExpr.Item;
import dev.thaw.nixos.edit.NixExpr.Listed;

/** Takes things out of a text, and puts things in, in the way that it is written. */
final class NixLayout {

  private NixLayout() {}

  /** The text without an element of a list. */
  static String without(NixText text, Listed list, NixExpr element) {
    String shorter = cut(text, element.start(), element.end());
    int close = list.end() - 1 - (text.text().length() - shorter.length());
    boolean empty = shorter.substring(list.start() + 1, close).isBlank();
    return empty
        ? shorter.substring(0, list.start()) + "[ ]" + shorter.substring(close + 1)
        : shorter;
  }

  /** The text without a line of an attribute set. */
  static String without(NixText text, Binding binding) {
    return cut(text, binding.start(), binding.end());
  }

  /**
   * The text without a part of it. Alone on its lines it goes with them and with the comment that
   * ends them; else with the white space on one side.
   */
  private static String cut(NixText text, int start, int end) {
    String all = text.text();
    boolean first = text.isFirstOnLine(start);
    int rest = text.restOfLine(end);
    if (first && rest >= 0) {
      return all.substring(0, text.lineStart(start)) + all.substring(text.lineEnd(rest));
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
    return all.substring(0, left) + (joined ? " " : "") + all.substring(right);
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
    int rest = text.restOfLine(last.end());
    return inserted(
        text,
        rest < 0 ? last.end() : rest,
        text.lineSeparator() + text.indentation(last.start()) + element);
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
