package dev.thaw.boot;

import dev.thaw.boot.screen.Letters;
import dev.thaw.boot.screen.Screen;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last lines on the screen, as somebody typed them from a photograph, or a person's own words
 * of it. What happened, and to what, the {@link Screen} tells.
 */
public final class Symptom {

  /** More than a screen holds; what comes before that says nothing. */
  private static final int LONGEST = 8000;

  /** Nothing is known of the screen. */
  public static final Symptom NONE = new Symptom("");

  private final Screen screen;
  private final String typed;

  private Symptom(String text) {
    screen = Screen.read(text);
    typed = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
  }

  /** Takes the text as it was typed; blank for none. */
  public static Symptom of(@Nullable String text) {
    return text == null || text.isBlank() ? NONE : new Symptom(text);
  }

  /** What it says, line by line. */
  public Screen screen() {
    return screen;
  }

  /** Whether nothing is known of the screen. */
  public boolean isEmpty() {
    return typed.isBlank();
  }

  /** Whether a name stands among the words, to the letter; in a sentence that proves nothing. */
  public boolean speaksOf(String name) {
    String wanted = Letters.strict(name);
    return Arrays.stream(typed.split("[^\\p{L}\\p{N}_-]+"))
        .anyMatch(word -> Letters.strict(word).equals(wanted));
  }

  @Override
  public String toString() {
    return typed.strip();
  }
}
