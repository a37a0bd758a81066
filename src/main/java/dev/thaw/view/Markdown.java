package dev.thaw.view;

import dev.thaw.machine.Clean;
import dev.thaw.view.Prose.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Explanations, which are written in Markdown, as text for a terminal. */
public final class Markdown {

  /** Limits for hostile texts: what is nested deeper is shown, but as plain text. */
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(50)
          .maxInlineNesting(50)
          .build();

  private static final String INDENT = "    ";
  private static final Set<String> JAVA = Set.of("java", "jshell");

  /** Prose is never squeezed into less; what is indented further goes on without more indent. */
  private static final int NARROWEST = 16;

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private Markdown(Style style) {
    this.style = style;
  }

  /**
   * The text, its paragraphs and tables wrapped to {@code width} cells, without a newline at the
   * end. Only lines of code can be longer. Pictures are named, HTML loses its tags.
   */
  public static String text(String markdown, int width, Style style) {
    var page = new Markdown(style);
    String clean = Clean.text(markdown.replace("\r\n", "\n"));
    page.blocks(PARSER.parse(clean), Math.max(1, width), true);
    return String.join("\n", page.lines);
  }

  /** The text as a piece of HTML, in which HTML of its own is shown as it is written. */
  static String html(String markdown) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();
    return renderer.render(PARSER.parse(Clean.text(markdown.replace("\r\n", "\n"))));
  }

  /** The blocks below {@code parent}, with an empty line between them when {@code loose}. */
  private void blocks(Node parent, int width, boolean loose) {
    int from = lines.size();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      int before = lines.size();
      block(node, width);
      if (loose && before > from && lines.size() > before) {
        lines.add(before, "");
      }
    }
  }

  private void block(Node node, int width) {
    switch (node) {
      case Heading heading -> heading(heading, width);
      case FencedCodeBlock code -> code(code.getLiteral(), isJava(code));
      case IndentedCodeBlock code -> code(code.getLiteral(), false);
      case TableBlock table -> lines.addAll(MarkdownTable.of(table, width, style));
      case ListBlock list -> list(list, width);
      case BlockQuote quote -> indented(quote, style.unicode() ? "│ " : "| ", "", width, true);
      case ThematicBreak _ -> lines.add((style.unicode() ? "─" : "-").repeat(Math.min(width, 20)));
      case HtmlBlock html ->
          Html.text(html.getLiteral())
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(line -> wrap(Prose.of(line.strip(), Tone.PLAIN, style), width));
      case Document document -> blocks(document, width, true);
      default -> wrap(Prose.of(node, Tone.PLAIN, style), width);
    }
  }

  private int wrap(Prose prose, int width) {
    List<Line> wrapped = prose.lines(width);
    wrapped.forEach(line -> lines.add(line.painted()));
    return wrapped.stream().mapToInt(Line::cells).max().orElse(0);
  }

  private void heading(Heading heading, int width) {
    int longest = wrap(Prose.of(heading, Tone.HEAD, style), width);
    if (!style.colour()) {
      lines.add((heading.getLevel() == 1 ? "=" : "-").repeat(longest));
    }
  }

  private static boolean isJava(FencedCodeBlock code) {
    String info = code.getInfo() == null ? "" : code.getInfo().strip();
    return JAVA.contains(info.split("[\\s,{]", 2)[0].toLowerCase(Locale.ROOT));
  }

  private void code(String literal, boolean java) {
    String text = literal.stripTrailing();
    String shown = java ? JavaHighlight.text(text, style) : text.replace("\t", INDENT);
    shown.lines().forEach(line -> lines.add(INDENT + (java ? line : style.paint(Tone.CODE, line))));
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
    int room = width - Width.of(prefix);
    if (room < NARROWEST) {
      blocks(parent, width, loose);
      return;
    }
    blocks(parent, room, loose);
    for (int i = from; i < lines.size(); i++) {
      String before = i == from && !first.isEmpty() ? first : prefix;
      lines.set(i, (before + lines.get(i)).stripTrailing());
    }
  }
}
