package dev.thaw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.thaw.notebook.Cell;
import dev.thaw.notebook.Notebook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Builds a notebook for a test to play. */
final class TestNotebook {

  private final List<Cell> cells = new ArrayList<>();

  TestNotebook prose(String text, String... tags) {
    return add(Cell.Type.MARKDOWN, text, tags);
  }

  TestNotebook code(String text, String... tags) {
    return add(Cell.Type.CODE, text, tags);
  }

  private TestNotebook add(Cell.Type type, String text, String... tags) {
    Map<String, JsonNode> metadata = Map.of("tags", new ObjectMapper().valueToTree(tags));
    String id = "cell-" + cells.size();
    cells.add(new Cell(id, type, text, metadata, Map.of(), OptionalInt.empty(), List.of()));
    return this;
  }

  Path write(Path file) {
    new Notebook(Map.of(), 5, cells).write(file);
    return file;
  }

  /** What a played notebook says about a cell. */
  static String state(Notebook played, int index) {
    JsonNode said = played.cells().get(index).metadata().get("thaw");
    return said == null ? "" : said.path("state").asText();
  }

  /** All that the cells of a played notebook gave, as one text. */
  static String outputs(Notebook played) {
    return played.cells().stream().map(cell -> cell.outputs().toString()).toList().toString();
  }
}
