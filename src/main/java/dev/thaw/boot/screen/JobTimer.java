package dev.thaw.boot.screen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long systemd has been waiting for something, as it counts that on the screen.
 *
 * @param seconds so far
 * @param limit after so many seconds it gives up; empty where it never does
 */
public record JobTimer(int seconds, Optional<Integer> limit) {

  private static final Pattern SHOWN =
      Pattern.compile("\\((?<past>[\\dhmins ]+?)\\s*/\\s*(?<limit>no limit|[\\dhmins ]+)\\)?");

  private static final Pattern PART = Pattern.compile("(\\d+)\\s*(h|min|m|s)");

  /** The count at the end of a line. */
  static Optional<JobTimer> in(String line) {
    Matcher shown = SHOWN.matcher(line);
    if (!shown.find() || seconds(shown.group("past")).isEmpty()) {
      return Optional.empty();
    }
    return seconds(shown.group("past"))
        .map(past -> new JobTimer(past, seconds(shown.group("limit"))));
  }

  private static Optional<Integer> seconds(String text) {
    Matcher part = PART.matcher(text);
    int all = 0;
    boolean any = false;
    while (part.find()) {
      any = true;
      long count = Long.parseLong(part.group(1).substring(0, Math.min(6, part.group(1).length())));
      all +=
          (int) count
              * switch (part.group(2)) {
                case "h" -> 3600;
                case "s" -> 1;
                default -> 60;
              };
    }
    return any ? Optional.of(all) : Optional.empty();
  }
}
