package dev.thaw.view;

import dev.thaw.boot.BootChain;
import dev.thaw.boot.BootLink;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Forecast;
import dev.thaw.boot.LinkVerdict;
import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;

/**
 * A boot chain drawn as text: a link below the other, each with its verdict in a word.
 *
 * @param width how many cells a line may have
 */
record BootPicture(int width, Style style) {

  private static final int TITLE = 16;
  private static final int WORD = 9;

  List<String> lines(BootChain chain) {
    var lines = new ArrayList<String>();
    String host = chain.host().isEmpty() ? "" : Clean.line(chain.host()) + ", ";
    lines.add(style.paint(Tone.HEAD, host + Clean.line(chain.name())));
    for (BootLink link : chain.links()) {
      boolean last = link.equals(chain.links().getLast());
      add(link, last, lines);
    }
    Tone tone =
        switch (chain.forecast()) {
          case Forecast.Boots _ -> Tone.GOOD;
          case Forecast.CantTell _ -> Tone.WARN;
          default -> Tone.BAD;
        };
    for (String line : Width.wrap(Clean.line(chain.forecast().sentence()), width)) {
      lines.add(style.paint(tone, line));
    }
    return lines;
  }

  private void add(BootLink link, boolean last, List<String> lines) {
    String bar = last ? "  " : style.unicode() ? "│ " : "| ";
    String title = link.stage().title() + " ".repeat(TITLE - link.stage().title().length());
    String word = word(link.verdict());
    String indent = " ".repeat(TITLE + WORD);
    int room = Math.max(20, width - indent.length() - 2);
    List<String> seen = Width.wrap(Clean.line(link.seen()), room);
    lines.add(
        style.paint(tone(link.verdict()), sign(link.verdict()))
            + " "
            + title
            + style.paint(tone(link.verdict()), word)
            + " ".repeat(WORD - word.length())
            + seen.getFirst());
    seen.stream().skip(1).forEach(line -> lines.add(bar + indent + line));
    for (Finding finding : link.findings()) {
      if (finding.mend().isCall()) {
        String mend = style.paint(Tone.CODE, Clean.line(finding.mend().call()));
        lines.add(bar + "  Mend: " + mend);
      }
    }
    if (!last) {
      lines.add(bar.strip());
    }
  }

  private static String word(LinkVerdict verdict) {
    return switch (verdict) {
      case GOOD -> "good";
      case BROKEN -> "broken";
      case UNKNOWN -> "unknown";
    };
  }

  private static Tone tone(LinkVerdict verdict) {
    return switch (verdict) {
      case GOOD -> Tone.GOOD;
      case BROKEN -> Tone.BAD;
      case UNKNOWN -> Tone.WARN;
    };
  }

  private String sign(LinkVerdict verdict) {
    return switch (verdict) {
      case GOOD -> style.unicode() ? "●" : "*";
      case BROKEN -> style.unicode() ? "×" : "X";
      case UNKNOWN -> style.unicode() ? "○" : "?";
    };
  }
}
