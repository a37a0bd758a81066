package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.Verdict;
import dev.thaw.machine.Clean;
import java.util.List;

/**
 * A boot chain as a picture in SVG: a box for each link, one below the other, with its verdict as a
 * word and a colour, and the forecast at the end. Everything in it is escaped.
 */
public final class BootSvg {

  private static final int WIDTH = 760;
  private static final int MARGIN = 16;
  private static final int TITLE = 40;
  private static final int LINE = 17;
  private static final int PADDING = 12;
  private static final int GAP = 18;

  /** How many letters of the sentences fit into a line. */
  private static final int LETTERS = 68;

  private static final int TEXT_AT = 240;

  private BootSvg() {}

  /** The picture, a whole SVG document that refers to nothing outside of it. */
  public static String of(BootChain chain) {
    var body = new StringBuilder();
    String host = chain.host().isEmpty() ? "" : chain.host() + ", ";
    String name = host + "generation " + chain.generation();
    text(body, MARGIN, 26, "font-weight=\"bold\" font-size=\"17\"", name);
    int y = TITLE;
    for (BootLink link : chain.links()) {
      if (y > TITLE) {
        int middle = MARGIN + 100;
        body.append(
            "<path d=\"M%d %dv%d\" stroke=\"#888\" stroke-width=\"2\"/>\n"
                .formatted(middle, y, GAP));
        y += GAP;
      }
      y = box(body, link, y);
    }
    List<String> lines = Width.wrap(Clean.line(chain.forecast().sentence()), LETTERS + 20);
    String colour =
        switch (chain.forecast()) {
          case Forecast.Boots _ -> colour(Verdict.GOOD);
          case Forecast.CantTell _ -> colour(Verdict.UNKNOWN);
          default -> colour(Verdict.BROKEN);
        };
    for (String line : lines) {
      y += LINE + 4;
      text(body, MARGIN, y, "font-weight=\"bold\" fill=\"" + colour + "\"", line);
    }
    int height = y + MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
    role="img" font-family="sans-serif" font-size="13">
    <title>%3$s</title>
    <rect width="%1$d" height="%2$d" fill="#fff"/>
    %4$s</svg>
    """
        .formatted(WIDTH, height, escape(name + ": " + chain.forecast().sentence()), body);
  }

  /** Draws a link at {@code y}, and gives where its box ends. */
  private static int box(StringBuilder body, BootLink link, int y) {
    List<String> lines = Width.wrap(Clean.line(link.seen()), LETTERS);
    int height = 2 * PADDING + Math.max(1, lines.size()) * LINE - 4;
    String colour = colour(link.verdict());
    body.append(
        ("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#fafafa\" stroke=\"%s\""
                + " stroke-width=\"2\"/>\n")
            .formatted(MARGIN, y, WIDTH - 2 * MARGIN, height, colour));
    int base = y + PADDING + 10;
    text(body, MARGIN + 12, base, "font-weight=\"bold\"", link.stage().title());
    text(body, MARGIN + 140, base, "fill=\"" + colour + "\"", word(link.verdict()));
    for (String line : lines) {
      text(body, TEXT_AT, base, "", line);
      base += LINE;
    }
    return y + height;
  }

  private static void text(StringBuilder body, int x, int y, String attributes, String words) {
    body.append("<text x=\"%d\" y=\"%d\" %s>".formatted(x, y, attributes))
        .append(escape(words))
        .append("</text>\n");
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "✓ good";
      case BROKEN -> "✗ broken";
      case UNKNOWN -> "? unknown";
    };
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "#1a7f37";
      case BROKEN -> "#b42318";
      case UNKNOWN -> "#9a6700";
    };
  }

  /** What XML can hold, with its signs written out. */
  private static String escape(String text) {
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
