package dev.thaw.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * What a played notebook's text says one sees, held against what its cells showed. In the text it
 * is a block fenced as {@code console} before the cell, with {@code …} for what differs.
 */
final class Prose {

  /**
   * One promise of the text.
   *
   * @param cell the id of the cell that is to show it
   * @param lines what it is to show, in this order
   * @param shown what it showed
   */
  record Promise(String cell, List<String> lines, List<String> shown) {

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

  /** Reads a played notebook. */
  static List<Promise> of(Path played) throws IOException {
    JsonNode cells = new ObjectMapper().readTree(played.toFile()).path("cells");
    var promises = new ArrayList<Promise>();
    var lines = new ArrayList<String>();
    for (JsonNode cell : cells) {
      if (cell.path("cell_type").asText().equals("markdown")) {
        lines.addAll(console(text(cell.path("source"))));
      } else if (!lines.isEmpty()) {
        promises.add(new Promise(cell.path("id").asText(), List.copyOf(lines), shown(cell)));
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

  private static List<String> shown(JsonNode cell) {
    return StreamSupport.stream(cell.path("outputs").spliterator(), false)
        .flatMap(output ->
            (text(output.path("text")) + text(output.path("data").path("text/plain"))).lines())
        .toList();
  }

  private static String text(JsonNode lines) {
    return lines.isArray()
        ? StreamSupport.stream(lines.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining())
        : lines.asText("");
  }
}
