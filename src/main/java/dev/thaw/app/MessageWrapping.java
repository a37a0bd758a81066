package dev.thaw.app;

import dev.thaw.view.Width;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person is told while something runs. */
public final class MessageWrapping {

  private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}\\S* \\S");

  private MessageWrapping() {}

  /**
   * Breaks it into lines of at most that many cells, already cleaned. Sentences are broken between
   * words; commands, differences and what a program printed stay as they can be copied.
   */
  public static String wrap(String text, int cells) {
    return text.startsWith("$ ")
        ? text
        : text.lines().map(line -> line(line, cells)).collect(Collectors.joining("\n"));
  }

  private static String line(String line, int cells) {
    boolean isSentence = SENTENCE.matcher(line).lookingAt() && !line.contains("  ");
    return isSentence ? String.join("\n", Width.wrap(line, cells)) : line;
  }
}
