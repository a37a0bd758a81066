package dev.thaw.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A snippet as JShell gets it, and where each part of it came from. */
final class Rewriting {

  /**
   * A stretch of the new text; {@code verbatim} when it stands in the old text at {@code origin}.
   */
  private record Span(int start, int length, int origin, boolean verbatim) {}

  private @Nullable Rewriting first;
  private final StringBuilder text = new StringBuilder();
  private final List<Span> spans = new ArrayList<>();

  /** A snippet that needs no rewriting. */
  static Rewriting none(String source) {
    var same = new Rewriting();
    same.copy(source, 0, source.length());
    return same;
  }

  /** Goes on with the old text from {@code from} to {@code to}. */
  void copy(String source, int from, int to) {
    if (from < to) {
      spans.add(new Span(text.length(), to - from, from, true));
      text.append(source, from, to);
    }
  }

  /** Goes on with text that was not written but stands for what was, at {@code origin}. */
  void insert(String synthetic, int origin) {
    spans.add(new Span(text.length(), synthetic.length(), origin, false));
    text.append(synthetic);
  }

  /** Says that it goes on with what another one gave: its places are found through both. */
  Rewriting after(Rewriting other) {
    first = other;
    return this;
  }

  String text() {
    return text.toString();
  }

  /** Where a character of the new text came from. */
  int origin(int offset) {
    int own = ownOrigin(offset);
    return first == null ? own : first.origin(own);
  }

  private int ownOrigin(int offset) {
    int last = 0;
    for (Span span : spans) {
      if (offset < span.start() + span.length()) {
        return span.verbatim() ? span.origin() + offset - span.start() : span.origin();
      }
      last = span.origin() + (span.verbatim() ? span.length() : 0);
    }
    return last;
  }
}
