package dev.thaw.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the cursor is: in which argument of which call, and what is typed of the word there.
 *
 * @param calls the calls that are open at the cursor, the innermost first
 * @param from where the word begins; in a string, behind its quote
 * @param word what is typed of it
 * @param place what kind of place it is
 */
record CallSite(List<Call> calls, int from, String word, Where place) {

  /** What kind of place the cursor is at. */
  enum Where {
    /** In the midst of code. */
    CODE,
    /** Behind a dot. */
    MEMBER,
    /** In a string. */
    STRING,
    /** In a comment, or a number: nothing can be completed. */
    NOWHERE
  }

  /**
   * A call whose brackets are open.
   *
   * @param callee what is called; empty for other brackets
   * @param dotted whether it is called on something
   * @param argument which argument the cursor is in, from 0
   * @param option which named option that is; empty when it has no name
   * @param given the named options before it
   * @param bare whether the word under the cursor is all there is of the argument
   */
  record Call(
      String callee,
      boolean dotted,
      int argument,
      String option,
      Set<String> given,
      boolean bare) {}

  private static final class Open {
    final String callee;
    final boolean dotted;
    final Set<String> given = new HashSet<>();
    int argument;
    String option = "";
    int tokens;

    Open(String callee, boolean dotted) {
      this.callee = callee;
      this.dotted = dotted;
    }

    void next() {
      if (!option.isEmpty()) {
        given.add(option);
      }
      argument++;
      option = "";
      tokens = 0;
    }
  }

  /** Where the end of the text is, the cursor being there. */
  static CallSite at(String text) {
    Deque<Open> open = new ArrayDeque<>();
    String before = "";
    String beforeThat = "";
    int at = Lexer.token(text, 0);
    while (at < text.length()) {
      int end = Lexer.next(text, at);
      while (end > 0 && Character.isDigit(text.charAt(at)) && isInWord(text, end)) {
        end++;
      }
      String token = text.substring(at, end < 0 ? text.length() : end);
      if (end < 0 || isOpenString(token)) {
        boolean string = token.startsWith("\"") && !token.startsWith("\"\"\"");
        return new CallSite(
            calls(open), at + 1, token.substring(1), string ? Where.STRING : Where.NOWHERE);
      }
      if (end == text.length() && Character.isJavaIdentifierPart(token.charAt(0))) {
        break;
      }
      take(open, text, at, token, before, beforeThat);
      beforeThat = before;
      before = token;
      at = Lexer.token(text, end);
      // A comment that the text ends in.
      if (at < text.length() && Lexer.next(text, at) < 0
          || at == text.length() && isInLineComment(text, end)) {
        return new CallSite(calls(open), text.length(), "", Where.NOWHERE);
      }
    }
    int from = text.length();
    while (from > 0 && Character.isJavaIdentifierPart(text.charAt(from - 1))) {
      from--;
    }
    Where place = before.equals(".") ? Where.MEMBER : Where.CODE;
    return new CallSite(calls(open), from, text.substring(from), place);
  }

  private static boolean isInWord(String text, int at) {
    return at < text.length() && Character.isJavaIdentifierPart(text.charAt(at));
  }

  private static boolean isInLineComment(String text, int end) {
    int comment = text.indexOf("//", end);
    return comment >= 0 && text.indexOf('\n', comment) < 0;
  }

  private static boolean isOpenString(String token) {
    if (!token.startsWith("\"") || token.startsWith("\"\"\"")) {
      return false;
    }
    boolean escaped = false;
    for (int i = 1; i < token.length(); i++) {
      if (!escaped && token.charAt(i) == '"') {
        return false;
      }
      escaped = !escaped && token.charAt(i) == '\\';
    }
    return true;
  }

  private static void take(
      Deque<Open> open, String text, int at, String token, String before, String beforeThat) {
    switch (token) {
      case "(", "[", "{" -> {
        boolean call = token.equals("(") && isName(before);
        open.push(new Open(call ? before : "", call && beforeThat.equals(".")));
        return;
      }
      case ")", "]", "}" -> open.poll();
      case "," -> {
        if (!open.isEmpty()) {
          open.peek().next();
          return;
        }
      }
      case "=" -> {
        boolean names = !open.isEmpty() && open.peek().tokens == 1 && isName(before);
        if (names && !text.startsWith("==", at)) {
          open.peek().option = before;
          open.peek().tokens = 0;
          return;
        }
      }
      default -> {}
    }
    if (!open.isEmpty()) {
      open.peek().tokens++;
    }
  }

  private static boolean isName(String token) {
    return !token.isEmpty() && Character.isJavaIdentifierStart(token.charAt(0));
  }

  private static List<Call> calls(Deque<Open> open) {
    var calls = new ArrayList<Call>();
    for (Open one : open) {
      calls.add(
          new Call(
              one.callee,
              one.dotted,
              one.argument,
              one.option,
              Set.copyOf(one.given),
              one.tokens == 0));
    }
    return List.copyOf(calls);
  }
}
