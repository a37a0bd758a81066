package dev.thaw.view;

import dev.thaw.boot.LinkVerdict;
import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture in SVG while it is drawn. All text in it is escaped; it refers to nothing outside of
 * itself, brings its own background, and has other colours where the reader prefers dark ones; in
 * JupyterLab it takes those of the theme.
 */
final class Svg {

  /** How much a letter of the small text takes, at most: no font is known here. */
  private static final double LETTER = 7.3;

  /** The names are long so that they meet no others where the picture is put into a page. */
  private static final String STYLE =
      """
      .thaw-paper{fill:#fff}.thaw-box{fill:#f6f8fa;stroke:#8c959f;stroke-width:1.5}\
      .thaw-empty{fill:none;stroke:#8c959f;stroke-dasharray:4 3}\
      .thaw-line{stroke:#8c959f;stroke-width:2}\
      .thaw-text{fill:#1f2328}.thaw-dim{fill:#59636e}.thaw-head{fill:#1f2328;font-weight:bold}\
      .thaw-good{fill:#1a7f37}.thaw-bad{fill:#b42318}.thaw-warn{fill:#8a5b00}\
      .thaw-box-good{stroke:#1a7f37;stroke-width:2}.thaw-box-bad{stroke:#b42318;stroke-width:2}\
      .thaw-box-warn{stroke:#8a5b00;stroke-width:2}\
      @media (prefers-color-scheme: dark){\
      .thaw-paper{fill:#0d1117}.thaw-box{fill:#161b22;stroke:#6e7681}\
      .thaw-empty{stroke:#6e7681}.thaw-line{stroke:#6e7681}\
      .thaw-text{fill:#e6edf3}.thaw-dim{fill:#9198a1}.thaw-head{fill:#e6edf3}\
      .thaw-good{fill:#3fb950}.thaw-bad{fill:#ff7b72}.thaw-warn{fill:#d29922}\
      .thaw-box-good{stroke:#3fb950}.thaw-box-bad{stroke:#ff7b72}.thaw-box-warn{stroke:#d29922}}\
      """
          + themed("paper", "fill", "layout-color0")
          + themed("box", "fill", "layout-color1")
          + themed("box", "stroke", "border-color1")
          + themed("empty", "stroke", "border-color1")
          + themed("line", "stroke", "border-color1")
          + themed("text", "fill", "content-font-color1")
          + themed("head", "fill", "content-font-color1")
          + themed("dim", "fill", "content-font-color2")
          + themed("good", "fill", "success-color1")
          + themed("bad", "fill", "error-color1")
          + themed("warn", "fill", "warn-color0")
          + themed("box-good", "stroke", "success-color1")
          + themed("box-bad", "stroke", "error-color1")
          + themed("box-warn", "stroke", "warn-color0");

  /**
   * JupyterLab says on its page whether the theme is light; there, and only there, it has these.
   */
  private static String themed(String part, String property, String colour) {
    return "[data-jp-theme-light] .thaw-%s{%s:var(--jp-%s)}".formatted(part, property, colour);
  }

  private final StringBuilder body = new StringBuilder();

  /** A box with round corners, in the colour of a verdict. */
  void box(int x, int y, int width, int height, LinkVerdict verdict) {
    rect(x, y, width, height, "thaw-box thaw-box-" + tone(verdict));
  }

  /** A box with round corners. */
  void box(int x, int y, int width, int height) {
    rect(x, y, width, height, "thaw-box");
  }

  /** A box that stands for nothing being there. */
  void emptyBox(int x, int y, int width, int height) {
    rect(x, y, width, height, "thaw-empty");
  }

  private void rect(int x, int y, int width, int height, String style) {
    body.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" class=\"%s\"/>\n"
            .formatted(x, y, width, height, style));
  }

  /** A line down. */
  void down(int x, int y, int length) {
    body.append("<path d=\"M%d %dv%d\" class=\"thaw-line\"/>\n".formatted(x, y, length));
  }

  /** A heading. */
  void head(int x, int y, String words) {
    text(x, y, "thaw-head", words);
  }

  /** A line of text. */
  void text(int x, int y, String words) {
    text(x, y, "thaw-text", words);
  }

  /** A line of text that is beside the point. */
  void dim(int x, int y, String words) {
    text(x, y, "thaw-dim", words);
  }

  /** A line of text in the colour of a verdict. */
  void text(int x, int y, LinkVerdict verdict, String words) {
    text(x, y, "thaw-" + tone(verdict), words);
  }

  private void text(int x, int y, String style, String words) {
    if (words.isEmpty()) {
      return;
    }
    body.append("<text x=\"%d\" y=\"%d\" class=\"%s\">".formatted(x, y, style))
        .append(escape(words))
        .append("</text>\n");
  }

  private static String tone(LinkVerdict verdict) {
    return switch (verdict) {
      case GOOD -> "good";
      case BROKEN -> "bad";
      case UNKNOWN -> "warn";
    };
  }

  /** The whole document. {@code title} is what is read out in place of the picture. */
  String document(int width, int height, String title) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
    role="img" font-family="sans-serif" font-size="13">
    <title>%3$s</title>
    <style>%4$s</style>
    <rect width="%1$d" height="%2$d" rx="6" class="thaw-paper"/>
    %5$s</svg>
    """
        .formatted(width, height, escape(title), STYLE, body);
  }

  /** Breaks a text at blanks, and words that are too long anywhere, to fit into a width. */
  static List<String> wrap(String text, int width) {
    int letters = (int) (width / LETTER);
    var lines = new ArrayList<String>();
    for (String line : Width.wrap(Clean.line(text), letters)) {
      String rest = line;
      while (Width.of(rest) > letters) {
        String start = Width.cut(rest, letters + 1, Style.PLAIN);
        start = start.substring(0, start.length() - 1);
        lines.add(start);
        rest = rest.substring(start.length());
      }
      lines.add(rest);
    }
    return lines;
  }

  /** A text cut to fit into a width. */
  static String cut(String text, int width) {
    return Width.cut(Clean.line(text), (int) (width / LETTER), Style.PLAIN);
  }

  /** A line as text in XML or HTML: what they can hold, with their signs written out. */
  static String escape(String text) {
    var safe = new StringBuilder();
    Clean.line(text)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            case 0xFFFE, 0xFFFF -> safe.append('?');
            default -> safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }
}
