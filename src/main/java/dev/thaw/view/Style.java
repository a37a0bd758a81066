package dev.thaw.view;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the place can show that text goes to.
 *
 * @param colour whether it understands colours
 * @param unicode whether it shows more than ASCII
 */
public record Style(boolean colour, boolean unicode) {

  /** For files and pipes: no colour. */
  public static final Style PLAIN = new Style(false, true);

  /**
   * The style for standard output.
   *
   * @param terminal whether it is a terminal
   * @param environment the environment: {@code NO_COLOR} and {@code TERM=dumb} switch colours off;
   *     {@code THAW_ASCII} says that the terminal shows ASCII only, whatever this program writes
   * @param charset what it is encoded in
   */
  public static Style of(boolean terminal, Map<String, String> environment, Charset charset) {
    boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Style(
        terminal && wanted && !isDumb(environment),
        charset.equals(StandardCharsets.UTF_8) && !environment.containsKey("THAW_ASCII"));
  }

  /** Whether the terminal knows no control sequences: {@code TERM=dumb}, or none named. */
  public static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /** Text in a tone; unchanged where there are no colours. */
  public String paint(Tone tone, String text) {
    return colour && tone != Tone.PLAIN && !text.isEmpty()
        ? "\033[" + tone.code() + "m" + text + "\033[0m"
        : text;
  }

  /** The sign for what was cut off, one cell wide. */
  String ellipsis() {
    return unicode ? "…" : "~";
  }
}
