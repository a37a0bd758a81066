package dev.thaw.view;

import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** Running text: words in their tones, which fill lines of any width. */
final class Prose {

  /** A word with its tone, and whether it follows the one before it without a blank. */
  private record Word(String text, Tone tone, boolean glued) {}

  /** A line as it is printed, and how many cells it takes. */
  record Line(String painted, int cells) {}

  private static final String BREAK = "\n";

  /** A blank at an end of a text says that the neighbour there is another word. */
  private static final String BLANK = "";

  /** A longer destination of a link is none that anybody types. */
  private static final int LONGEST_LINK = 200;

  private final Style style;
  private final List<Word> words = new ArrayList<>();

  private Prose(Style style) {
    this.style = style;
  }

  /** What stands in a paragraph, heading or table cell. */
  static Prose of(Node parent, Tone tone, Style style) {
    var prose = new Prose(style);
    prose.inline(parent, tone);
    return prose;
  }

  /** Plain text. */
  static Prose of(String text, Tone tone, Style style) {
    var prose = new Prose(style);
    prose.split(text, tone);
    return prose;
  }

  private void inline(Node parent, Tone tone) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text text -> split(text.getLiteral(), tone);
        case Code code -> code(code.getLiteral(), tone);
        case HtmlInline html -> html(Html.text(html.getLiteral()), tone);
        case SoftLineBreak _ -> split(" ", tone);
        case HardLineBreak _ -> words.add(new Word(BREAK, tone, false));
        case StrongEmphasis strong -> inline(strong, Tone.HEAD);
        case Image image -> picture(image);
        case Link link -> link(link, tone);
        default -> inline(node, tone);
      }
    }
  }

  /** What can be typed stays in one piece, and in backticks where no colour sets it apart. */
  private void code(String literal, Tone tone) {
    String text = style.colour() ? literal : "`" + literal + "`";
    add(text, style.colour() ? Tone.CODE : tone, true);
  }

  private void html(String text, Tone tone) {
    if (text.contains(BREAK)) {
      words.add(new Word(BREAK, tone, false));
    } else {
      split(text, tone);
    }
  }

  private void picture(Image image) {
    var alternative = new Prose(new Style(false, style.unicode()));
    alternative.inline(image, Tone.PLAIN);
    List<Line> lines = alternative.lines(Integer.MAX_VALUE);
    String text = String.join(" ", lines.stream().map(Line::painted).toList());
    split(Html.picture(text), Tone.DIM);
  }

  private void link(Link link, Tone tone) {
    inline(link, tone);
    String destination = link.getDestination();
    boolean bare =
        link.getFirstChild() instanceof Text text && text.getLiteral().equals(destination);
    // Nobody types the name of a place in the text.
    if (!bare && !destination.startsWith("#")) {
      String shown = Width.cut(Clean.line(destination), LONGEST_LINK, style);
      add("(" + shown + ")", Tone.DIM, false);
    }
  }

  private void split(String literal, Tone tone) {
    String text = literal.replace('\t', ' ').replace('\n', ' ');
    boolean glued = !text.startsWith(" ");
    for (String part : text.split(" +")) {
      if (!part.isEmpty()) {
        add(part, tone, glued);
        glued = false;
      }
    }
    if (text.endsWith(" ")) {
      words.add(new Word(BLANK, tone, false));
    }
  }

  /**
   * Cleans here: Markdown's own escapes, such as <code>&amp;#27;</code>, are letters only by now.
   */
  private void add(String text, Tone tone, boolean glued) {
    boolean first = words.isEmpty() || words.getLast().text().equals(BREAK);
    boolean afterBlank = !words.isEmpty() && words.getLast().text().equals(BLANK);
    if (afterBlank) {
      words.removeLast();
    }
    words.add(new Word(Clean.line(text), tone, glued && !afterBlank && !first));
  }

  /** The width of its longest word, as far as words can be told apart. */
  int longestWord() {
    return words.stream().mapToInt(word -> Width.of(word.text())).max().orElse(0);
  }

  /** The text in lines of at most that many cells, at least 1. Only too long words are broken. */
  List<Line> lines(int width) {
    var filler = new Filler(width, style);
    List<Word> fitting = words.stream().flatMap(word -> pieces(word, width)).toList();
    for (int i = 0; i < fitting.size(); ) {
      int end = i + 1;
      while (end < fitting.size() && fitting.get(end).glued()) {
        end++;
      }
      filler.add(fitting.subList(i, end));
      i = end;
    }
    filler.flush();
    return filler.lines;
  }

  /** A command that is too long for a line is broken at its blanks. */
  private static Stream<Word> pieces(Word word, int width) {
    if (Width.of(word.text()) <= width || !word.text().contains(" ")) {
      return Stream.of(word);
    }
    String[] parts = word.text().split(" +");
    return Stream.iterate(0, i -> i < parts.length, i -> i + 1)
        .map(i -> new Word(parts[i], word.tone(), i == 0 && word.glued()));
  }

  private static final class Filler {
    private final int width;
    private final Style style;
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int used;

    Filler(int width, Style style) {
      this.width = width;
      this.style = style;
    }

    /** Words that belong together. */
    void add(List<Word> group) {
      if (group.getFirst().text().equals(BREAK)) {
        end();
        return;
      }
      int cells = group.stream().mapToInt(word -> Width.of(word.text())).sum();
      if (used > 0 && used + 1 + cells > width) {
        end();
      }
      if (used > 0 && cells > 0) {
        line.append(' ');
        used++;
      }
      group.forEach(cells > width ? this::chop : this::put);
    }

    private void put(Word word) {
      line.append(style.paint(word.tone(), word.text()));
      used += Width.of(word.text());
    }

    private void chop(Word word) {
      var part = new StringBuilder();
      int room = width - used;
      for (int c : word.text().codePoints().toArray()) {
        int cells = Width.of(Character.toString(c));
        if (cells > room && room < width) {
          put(new Word(part.toString(), word.tone(), true));
          end();
          part.setLength(0);
          room = width;
        }
        part.appendCodePoint(c);
        room -= cells;
      }
      put(new Word(part.toString(), word.tone(), true));
    }

    private void end() {
      lines.add(new Line(line.toString(), used));
      line.setLength(0);
      used = 0;
    }

    void flush() {
      if (!line.isEmpty()) {
        end();
      }
    }
  }
}
