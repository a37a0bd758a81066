package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.notebook.Cell.Type;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Writes nbformat 4.5. */
final class NotebookWriter {

  private NotebookWriter() {}

  static void write(Notebook notebook, Path file) {
    WholeFile.write(file, Json.text(document(notebook)));
  }

  private static ObjectNode document(Notebook notebook) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    ArrayNode cells = document.putArray("cells");
    notebook.cells().forEach(cell -> cells.add(cell(cell)));
    document.set("metadata", object(notebook.metadata()));
    return document.put("nbformat", 4).put("nbformat_minor", 5);
  }

  private static ObjectNode cell(Cell cell) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("id", cell.id());
    document.put("cell_type", cell.type().name().toLowerCase(Locale.ROOT));
    document.set("source", MimeBundle.lines(cell.source()));
    document.set("metadata", object(cell.metadata()));
    if (cell.type() == Type.CODE) {
      count(document, cell.executionCount());
      ArrayNode outputs = document.putArray("outputs");
      cell.outputs().forEach(output -> outputs.add(output(output)));
    } else if (!cell.attachments().isEmpty()) {
      ObjectNode attachments = document.putObject("attachments");
      cell.attachments().forEach((name, data) -> attachments.set(name, MimeBundle.write(data)));
    }
    return document;
  }

  private static ObjectNode output(Output output) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    switch (output) {
      case Output.Stream(String name, String text) -> {
        document.put("output_type", "stream").put("name", name);
        document.set("text", MimeBundle.lines(text));
      }
      case Output.Result(OptionalInt count, var data, var metadata) -> {
        count(document.put("output_type", "execute_result"), count);
        document.set("data", MimeBundle.write(data));
        document.set("metadata", object(metadata));
      }
      case Output.Display(var data, var metadata) -> {
        document.put("output_type", "display_data");
        document.set("data", MimeBundle.write(data));
        document.set("metadata", object(metadata));
      }
      case Output.Failure(String name, String value, var traceback) -> {
        document.put("output_type", "error").put("ename", name).put("evalue", value);
        ArrayNode lines = document.putArray("traceback");
        traceback.forEach(lines::add);
      }
    }
    return document;
  }

  private static void count(ObjectNode document, OptionalInt count) {
    if (count.isPresent()) {
      document.put("execution_count", count.getAsInt());
    } else {
      document.putNull("execution_count");
    }
  }

  private static ObjectNode object(Map<String, JsonNode> fields) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    fields.forEach(object::set);
    return object;
  }
}
