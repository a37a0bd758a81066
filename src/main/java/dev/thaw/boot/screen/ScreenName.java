package dev.thaw.boot.screen;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that a known line has, as it was typed.
 *
 * @param hole the kind of name
 * @param text as it is read without knowing what the machine has, without blanks inside; empty
 *     where the line was cut off before it
 * @param words what is typed where it stands, parted by blanks and line breaks: the name, and
 *     perhaps what comes after it
 * @param line how many of them are in its first line
 * @param whole whether something ends it, so that it was not cut off
 */
public record ScreenName(Hole hole, String text, List<String> words, int line, boolean whole) {

  /**
   * What ends a name; dots of which there are several only cut a path off. A name that systemd has
   * no room for has … in its middle.
   */
  static final Pattern END =
      Pattern.compile(
          "(?<cut>\\.{2,}|…(?![\\w/\\\\-]))|\\.(?=\\s|$)|['\"’”“`;]|\\)|\\s\\(|[,:](?=\\s|$)|\\s-\\s"
              + "|\\s+(?:to\\s+appear|cannot\\s|is\\s|on\\s|failed|not\\s)");

  private static final Pattern AHEAD = Pattern.compile("^[\\s'\"‘“`(:=]+");

  /** Copies the list. */
  public ScreenName {
    words = List.copyOf(words);
  }

  /** A name of which nothing else is typed. */
  static ScreenName whole(Hole hole, String text) {
    return new ScreenName(hole, text, text.isEmpty() ? List.of() : List.of(text), 1, true);
  }

  /** The same in the middle of a sentence: where more words follow, none is a name. */
  ScreenName alone() {
    return line > 1 ? whole(hole, "") : this;
  }

  /**
   * A name at the beginning of what was typed.
   *
   * @param text as it is read
   * @param typed may go on behind it
   * @param ended whether all of it is the name
   */
  static ScreenName in(Hole hole, String text, String typed, boolean ended) {
    String rest = AHEAD.matcher(typed).replaceFirst("");
    Matcher end = END.matcher(rest);
    boolean found = end.find();
    String name = (found ? rest.substring(0, end.start()) : rest).strip();
    if (text.isEmpty() || name.isEmpty()) {
      return new ScreenName(hole, text, List.of(), 0, false);
    }
    // A module's name has no dots: they end it.
    boolean cut = found && end.group("cut") != null && hole != Hole.MODULE;
    return new ScreenName(
        hole,
        text,
        List.of(name.split("\\s+")),
        name.lines().findFirst().orElse(name).strip().split("\\s+").length,
        (found || ended) && !cut);
  }
}
