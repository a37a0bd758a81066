package dev.thaw.player;

import dev.thaw.terminal.Screen;
import dev.thaw.view.JavaHighlight;
import dev.thaw.view.Markdown;
import java.util.stream.Collectors;

/** What stands in a notebook, and what its cells give, as text for the screen. */
final class CellText {

  private static final String INDENT = "    ";

  private CellText() {}

  /** Prose. */
  static String prose(String markdown, Screen screen) {
    return Markdown.text(markdown, screen.width(), screen.style());
  }

  /** Java, indented. */
  static String code(String source, Screen screen) {
    return JavaHighlight.text(source.stripTrailing(), screen.style())
        .lines()
        .map(line -> line.isEmpty() ? line : INDENT + line)
        .collect(Collectors.joining("\n"));
  }
}
