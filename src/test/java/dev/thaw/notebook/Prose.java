package dev.thaw.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * What a played notebook's text says one sees, held against what its cells showed. In the text it
 * is a block fenced as {@code console} before the cell, with {@code …} for what differs.
 */
public final class Prose {

  /**
   * One promise of the text.
   *
   * @param cell the id of the cell that is to show it
   * @param lines what it is to show, in this order
   * @param shown what it showed
   */
  public record Promise(String cell, List<String> lines, List<String> shown) {

    /** The first line that the cell did not show where it was due; empty if all came. */
    String missing() {
      int at = 0;
      for (String line : lines) {
        Pattern pattern = pattern(line);
        while (at < shown.size() && !pattern.matcher(shown.get(at).strip()).matches()) {
          at++;
        }
        if (at++ == shown.size()) {
          return line;
        }
      }
      return "";
    }

    private static Pattern pattern(String line) {
      return Pattern.compile(
          Arrays.stream(line.strip().split("…", -1))
              .map(part -> part.isBlank() ? "\\s*" : Pattern.quote(part.strip()))
              .collect(Collectors.joining("\\s*.*\\s*")));
    }
  }

  private Prose() {}

  /** Holds all that a played notebook's text promises against what its cells showed. */
  public static void isKept(Notebook played) {
    List<Promise> promises = of(played);
    assertThat(promises).isNotEmpty();
    for (Promise promise : promises) {
      assertThat(promise.missing())
          .as("in cell %s, which showed\n%s", promise.cell(), String.join("\n", promise.shown()))
          .isEmpty();
    }
  }

  private static List<Promise> of(Notebook played) {
    var promises = new ArrayList<Promise>();
    var lines = new ArrayList<String>();
    for (Cell cell : played.cells()) {
      if (cell.type() == Cell.Type.MARKDOWN) {
        lines.addAll(console(cell.source()));
      } else if (!lines.isEmpty()) {
        promises.add(new Promise(cell.id(), List.copyOf(lines), shown(cell)));
        lines.clear();
      }
    }
    assertThat(lines).as("what no cell follows").isEmpty();
    return promises;
  }

  private static List<String> console(String markdown) {
    var lines = new ArrayList<String>();
    Parser.builder()
        .build()
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                if (block.getInfo().equals("console")) {
                  block.getLiteral().lines().forEach(lines::add);
                }
              }
            });
    return lines;
  }

  /** What a played cell showed, line by line. */
  static List<String> shown(Cell cell) {
    return cell.outputs().stream()
        .flatMap(output ->
            switch (output) {
              case Output.Stream stream -> stream.text().lines();
              case Output.Result result -> plain(result.data()).lines();
              case Output.Display display -> plain(display.data()).lines();
              case Output.Failure failure -> failure.value().lines();
            })
        .toList();
  }

  private static String plain(Map<String, JsonNode> data) {
    JsonNode text = data.get("text/plain");
    if (text == null) {
      return "";
    }
    var joined = new StringBuilder();
    text.forEach(line -> joined.append(line.asText()));
    return text.isArray() ? joined.toString() : text.asText();
  }
}
