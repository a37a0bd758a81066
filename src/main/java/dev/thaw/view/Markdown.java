package dev.thaw.view;

import dev.thaw.machine.Clean;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/** Explanations, which are written in Markdown, as text for a terminal. */
public final class Markdown {

  /** A word with its tone, and whether a blank may stand before it. */
  private record Word(String text, Tone tone, boolean glued) {}

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private Markdown(Style style) {
    this.style = style;
  }

  /** The text, its paragraphs wrapped to {@code width} cells, without a newline at the end. */
  public static String text(String markdown, int width, Style style) {
    var page = new Markdown(style);
    page.blocks(Parser.builder().build().parse(Clean.text(markdown)), width, true);
    return String.join("\n", page.lines);
  }

  /** The blocks below {@code parent}, with an empty line between them when {@code loose}. */
  private void blocks(Node parent, int width, boolean loose) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (node != parent.getFirstChild() && loose) {
        lines.add("");
      }
      block(node, width);
    }
  }

  private void block(Node node, int width) {
    switch (node) {
      case Heading heading -> heading(heading, width);
      case Paragraph paragraph -> wrap(words(paragraph, Tone.PLAIN), width);
      case FencedCodeBlock code -> code(code.getLiteral());
      case IndentedCodeBlock code -> code(code.getLiteral());
      case ListBlock list -> list(list, width);
      case BlockQuote quote -> indented(quote, style.unicode() ? "│ " : "| ", "", width, true);
      case ThematicBreak _ -> lines.add((style.unicode() ? "─" : "-").repeat(Math.min(width, 20)));
      case HtmlBlock html -> html.getLiteral().lines().forEach(lines::add);
      case Document document -> blocks(document, width, true);
      default -> wrap(words(node, Tone.PLAIN), width);
    }
  }

  private void heading(Heading heading, int width) {
    int from = lines.size();
    wrap(words(heading, Tone.HEAD), width);
    if (!style.colour()) {
      int longest = lines.subList(from, lines.size()).stream().mapToInt(Width::of).max().orElse(0);
      lines.add((heading.getLevel() == 1 ? "=" : "-").repeat(longest));
    }
  }

  private void code(String literal) {
    literal
        .stripTrailing()
        .lines()
        .forEach(line -> lines.add("    " + style.paint(Tone.CODE, line)));
  }

  private void list(ListBlock list, int width) {
    int number = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : 0;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item != list.getFirstChild() && !list.isTight()) {
        lines.add("");
      }
      String bullet = style.unicode() ? "• " : "* ";
      String mark = list instanceof BulletList ? bullet : number++ + ". ";
      indented(item, " ".repeat(Width.of(mark)), mark, width, !list.isTight());
    }
  }

  /** Blocks behind a prefix; the first line has another one, if {@code first} is not empty. */
  private void indented(Node parent, String prefix, String first, int width, boolean loose) {
    int from = lines.size();
    blocks(parent, width - Width.of(prefix), loose);
    for (int i = from; i < lines.size(); i++) {
      String before = i == from && !first.isEmpty() ? first : prefix;
      lines.set(i, (before + lines.get(i)).stripTrailing());
    }
  }

  private List<Word> words(Node parent, Tone tone) {
    var words = new ArrayList<Word>();
    inline(parent, tone, words);
    return words;
  }

  private void inline(Node parent, Tone tone, List<Word> words) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text text -> split(text.getLiteral(), tone, words);
        case Code code -> code(code.getLiteral(), tone, words);
        case HtmlInline html -> split(html.getLiteral(), tone, words);
        case SoftLineBreak _ -> split(" ", tone, words);
        case HardLineBreak _ -> words.add(new Word("\n", tone, false));
        case Emphasis emphasis -> inline(emphasis, tone, words);
        case StrongEmphasis strong -> inline(strong, Tone.HEAD, words);
        case Link link -> link(link, tone, words);
        default -> inline(node, tone, words);
      }
    }
  }

  /** What can be typed stays in one piece, and in backticks where no colour sets it apart. */
  private void code(String literal, Tone tone, List<Word> words) {
    String text = style.colour() ? literal : "`" + literal + "`";
    glue(text, style.colour() ? Tone.CODE : tone, words);
  }

  private void link(Link link, Tone tone, List<Word> words) {
    inline(link, tone, words);
    boolean bare =
        link.getFirstChild() instanceof Text text
            && text.getLiteral().equals(link.getDestination());
    if (!bare) {
      words.add(new Word("(" + link.getDestination() + ")", Tone.DIM, false));
    }
  }

  /** A blank at an end of the text says that the neighbour there is another word. */
  private static final String BLANK = "";

  private void split(String text, Tone tone, List<Word> words) {
    boolean glued = !text.startsWith(" ");
    for (String part : text.split(" +")) {
      if (!part.isEmpty()) {
        add(part, tone, glued, words);
        glued = false;
      }
    }
    if (text.endsWith(" ")) {
      words.add(new Word(BLANK, tone, false));
    }
  }

  private static void glue(String text, Tone tone, List<Word> words) {
    add(text, tone, true, words);
  }

  private static void add(String text, Tone tone, boolean glued, List<Word> words) {
    boolean afterBlank = !words.isEmpty() && words.getLast().text().isEmpty();
    if (afterBlank) {
      words.removeLast();
    }
    words.add(new Word(text, tone, glued && !afterBlank && !words.isEmpty()));
  }

  /** Fills lines with words; glued ones move to the next line together. */
  private void wrap(List<Word> words, int width) {
    var line = new StringBuilder();
    int used = 0;
    for (int i = 0; i < words.size(); ) {
      if (words.get(i).text().equals("\n")) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
        i++;
        continue;
      }
      int end = i + 1;
      int cells = Width.of(words.get(i).text());
      while (end < words.size() && words.get(end).glued()) {
        cells += Width.of(words.get(end++).text());
      }
      if (used > 0 && used + 1 + cells > width) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (used > 0 && cells > 0) {
        line.append(' ');
        used++;
      }
      for (Word word : words.subList(i, end)) {
        line.append(style.paint(word.tone(), word.text()));
      }
      used += cells;
      i = end;
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
  }
}
