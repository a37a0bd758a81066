package dev.thaw.boot.remembered;

import dev.thaw.boot.screen.Screen;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kernel's last words, which it left when it crashed.
 *
 * @param place where they are kept
 * @param at when it crashed
 * @param lines what it said, the oldest first, without its marks; empty where they are packed in a
 *     way that is not read here
 */
public record CrashReport(Place place, Instant at, List<String> lines) {

  private static final Pattern DEATH =
      Pattern.compile("Kernel panic|BUG:|Oops:|general protection fault|kernel BUG at");

  /** Where the kernel's last words are kept. */
  public enum Place {
    /** In the firmware's variables, as the kernel wrote them there. */
    EFIVARS("efivars", "the firmware's variables"),
    /** In the kernel's own store, whatever is behind it. */
    PSTORE("pstore", "/sys/fs/pstore"),
    /** Where the live system has moved them to, in its memory. */
    LIVE("live", "the live system's /var/lib/systemd/pstore"),
    /** Where the installed system has moved them to. */
    INSTALLED("installed", "the installed system's /var/lib/systemd/pstore");

    private final String section;
    private final String title;

    Place(String section, String title) {
      this.section = section;
      this.title = title;
    }

    /** The section that has what is kept there. */
    public String section() {
      return "crashes " + section;
    }

    /** What it is called in a sentence. */
    public String title() {
      return title;
    }
  }

  /** Copies the list. */
  public CrashReport {
    lines = List.copyOf(lines);
  }

  /** What its words say, as if they were on the screen. */
  public Screen screen() {
    return Screen.read(String.join("\n", lines));
  }

  /** The line that says that it crashed; else the last one. */
  public Optional<String> line() {
    return lines.stream()
        .filter(line -> DEATH.matcher(line).find())
        .findFirst()
        .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()));
  }
}
