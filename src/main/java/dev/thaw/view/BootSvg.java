package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.LinkVerdict;
import java.util.List;

/**
 * A boot chain as a picture: a box for each link, one below the other, with its verdict as a word
 * and a colour, and the forecast at the end. Other chains stand below it in short: a sign for each
 * link, in the same order.
 */
final class BootSvg {

  private static final int WIDTH = 760;
  private static final int MARGIN = 16;
  private static final int TITLE = 40;
  private static final int LINE = 17;
  private static final int PADDING = 12;
  private static final int GAP = 18;
  private static final int TEXT_AT = 240;

  /** A link of another chain: its box, and where they begin. */
  private static final int SIGN = 18;

  private static final int SIGNS_AT = 140;

  private BootSvg() {}

  /** The picture, a whole SVG document. */
  static String of(BootChain chain, List<BootChain> others) {
    var svg = new Svg();
    String host = chain.host().isEmpty() ? "" : chain.host() + ", ";
    String name = host + chain.name();
    svg.head(MARGIN, 26, name);
    int y = TITLE;
    for (BootLink link : chain.links()) {
      if (y > TITLE) {
        svg.down(MARGIN + 100, y, GAP);
        y += GAP;
      }
      y = box(svg, link, y);
    }
    y += 4;
    for (String line : Svg.wrap(chain.forecast().sentence(), WIDTH - 2 * MARGIN)) {
      y += LINE + 4;
      svg.text(MARGIN, y, verdict(chain), line);
    }
    for (BootChain other : others) {
      y = other(svg, other, y + GAP);
    }
    return svg.document(WIDTH, y + MARGIN, name + ": " + chain.forecast().sentence());
  }

  private static LinkVerdict verdict(BootChain chain) {
    return switch (chain.forecast()) {
      case Forecast.Boots _ -> LinkVerdict.GOOD;
      case Forecast.CantTell _ -> LinkVerdict.UNKNOWN;
      default -> LinkVerdict.BROKEN;
    };
  }

  /** Draws another chain at {@code y}, and gives where it ends. */
  private static int other(Svg svg, BootChain chain, int y) {
    int base = y + PADDING + 4;
    svg.head(MARGIN, base, chain.name());
    int x = SIGNS_AT;
    for (BootLink link : chain.links()) {
      svg.box(x, y, SIGN, SIGN + 4, link.verdict());
      svg.text(x + 4, base, link.verdict(), word(link.verdict()).substring(0, 1));
      x += SIGN + 3;
    }
    int at = x + PADDING;
    for (String line : Svg.wrap(chain.forecast().sentence(), WIDTH - MARGIN - at)) {
      svg.text(at, base, verdict(chain), line);
      base += LINE;
    }
    return Math.max(y + SIGN, base - LINE);
  }

  /** Draws a link at {@code y}, and gives where its box ends. */
  private static int box(Svg svg, BootLink link, int y) {
    List<String> lines = Svg.wrap(link.seen(), WIDTH - MARGIN - TEXT_AT - PADDING);
    int height = 2 * PADDING + Math.max(1, lines.size()) * LINE - 4;
    svg.box(MARGIN, y, WIDTH - 2 * MARGIN, height, link.verdict());
    int base = y + PADDING + 10;
    svg.head(MARGIN + 12, base, link.stage().title());
    svg.text(MARGIN + 140, base, link.verdict(), word(link.verdict()));
    for (String line : lines) {
      svg.text(TEXT_AT, base, line);
      base += LINE;
    }
    return y + height;
  }

  private static String word(LinkVerdict verdict) {
    return switch (verdict) {
      case GOOD -> "✓ good";
      case BROKEN -> "✗ broken";
      case UNKNOWN -> "? unknown";
    };
  }
}
