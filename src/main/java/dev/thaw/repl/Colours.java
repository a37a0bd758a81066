package dev.thaw.repl;

import dev.thaw.session.Lexer;
import dev.thaw.view.JavaHighlight;
import dev.thaw.view.Style;
import dev.thaw.view.Tone;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What is typed, in colours: what Java is made of, the bracket that belongs to the one at the
 * cursor, and the one that belongs to none.
 */
record Colours(Style style) {

  /** The typed text in colours; not one character more or less. */
  AttributedString of(String text, int cursor) {
    if (!style.colour()) {
      return new AttributedString(text);
    }
    var brackets = new Brackets(text);
    var painted = new AttributedStringBuilder(text.length());
    for (JavaHighlight.Run run : JavaHighlight.runs(text)) {
      AttributedStyle tone = tone(run.tone());
      for (int at = run.start(); at < run.end(); at++) {
        AttributedStyle here =
            brackets.astray(at)
                ? tone(Tone.BAD)
                : brackets.isPair(at, cursor) ? tone.bold().underline() : tone;
        painted.append(String.valueOf(text.charAt(at)), here);
      }
    }
    return painted.toAttributedString();
  }

  private AttributedStyle tone(Tone tone) {
    return AttributedString.fromAnsi(style.paint(tone, "x")).styleAt(0);
  }

  /** Which bracket belongs to which. */
  private static final class Brackets {
    private final Map<Integer, Integer> partner = new HashMap<>();
    private final Set<Integer> astray = new HashSet<>();

    Brackets(String text) {
      Deque<Integer> open = new ArrayDeque<>();
      for (int at = Lexer.token(text, 0); at < text.length(); ) {
        char c = text.charAt(at);
        if ("([{".indexOf(c) >= 0) {
          open.push(at);
        } else if (")]}".indexOf(c) >= 0) {
          close(text, open, at);
        }
        int end = Lexer.next(text, at);
        if (end < 0) {
          return;
        }
        at = Lexer.token(text, end);
      }
    }

    private void close(String text, Deque<Integer> open, int at) {
      Integer opened = open.poll();
      boolean fits =
          opened != null && "([{".indexOf(text.charAt(opened)) == ")]}".indexOf(text.charAt(at));
      if (fits) {
        partner.put(at, opened);
        partner.put(opened, at);
      } else {
        astray.add(at);
      }
    }

    boolean astray(int at) {
      return astray.contains(at);
    }

    /** Whether it belongs to the bracket at the cursor, or right before it, or is that. */
    boolean isPair(int at, int cursor) {
      int here = partner.containsKey(cursor) ? cursor : cursor - 1;
      Integer there = partner.get(here);
      return there != null && (at == here || at == there);
    }
  }
}
