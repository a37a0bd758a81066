package dev.thaw.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * What is typed, as JLine wants it: one word, which is what a completion replaces.
 *
 * @param from where that word begins
 */
record TypedLine(String line, int cursor, int from) implements CompletingParsedLine {

  @Override
  public String word() {
    return line.substring(from, cursor);
  }

  @Override
  public int wordCursor() {
    return cursor - from;
  }

  @Override
  public int rawWordCursor() {
    return cursor - from;
  }

  @Override
  public int rawWordLength() {
    return cursor - from;
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int wordIndex() {
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of(word());
  }
}
