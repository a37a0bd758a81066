package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.thaw.machine.Clean;
import dev.thaw.notebook.Cell.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads nbformat 4.0 to 4.5, strictly where cells are concerned, and leniently about the rest. */
final class NotebookReader {

  private final NotebookFaults damage;

  private NotebookReader(NotebookFaults damage) {
    this.damage = damage;
  }

  static Notebook read(Path file) {
    String name = Clean.line(file.toString());
    return new NotebookReader(new NotebookFaults(name))
        .notebook(Json.parse(name, NotebookText.read(file)));
  }

  private Notebook notebook(JsonNode document) {
    ObjectNode root = damage.object(document, "the file");
    Format.check(root, damage.name());
    int minor = Math.max(0, root.path("nbformat_minor").asInt(0));
    root.remove(List.of("nbformat", "nbformat_minor"));
    var left = new UnrecognizedFields();
    Map<String, JsonNode> metadata = Metadata.ofNotebook(metadata(root, "the notebook"), left);
    JsonNode list = damage.list(root.remove("cells"), "the notebook's list of cells");
    left.keepAll("", root);
    left.into(metadata);
    return new Notebook(metadata, minor, cells(list));
  }

  private List<Cell> cells(JsonNode list) {
    Set<String> given = new HashSet<>();
    list.forEach(cell -> given.add(cell.path("id").asText()));
    var ids = new CellIds(given);
    var cells = new ArrayList<Cell>();
    for (JsonNode cell : list) {
      String where = "cell " + (cells.size() + 1);
      cells.add(cell(damage.object(cell, where), where, ids));
    }
    return cells;
  }

  private Cell cell(ObjectNode cell, String where, CellIds ids) {
    Type type = type(cell.remove("cell_type"), where);
    String source = damage.text(cell.remove("source"), where + ": its source");
    var left = new UnrecognizedFields();
    Map<String, JsonNode> metadata = Metadata.ofCell(metadata(cell, where), left);
    JsonNode given = cell.remove("id");
    String id = ids.next(given, type, source);
    if (given != null && !given.asText().equals(id)) {
      left.keep("id", given);
    }
    var count = OptionalInt.empty();
    var outputs = new ArrayList<Output>();
    Map<String, Map<String, JsonNode>> attachments = new LinkedHashMap<>();
    if (type == Type.CODE) {
      count = count(cell.remove("execution_count"), "execution_count", left);
      outputs.addAll(outputs(cell.remove("outputs"), where, left));
    } else {
      attachments.putAll(attachments(cell, left));
    }
    left.keepAll("", cell);
    left.into(metadata);
    return new Cell(id, type, source, metadata, attachments, count, outputs);
  }

  private ObjectNode metadata(ObjectNode part, String where) {
    JsonNode metadata = part.remove("metadata");
    return isNothing(metadata)
        ? Json.MAPPER.createObjectNode()
        : damage.object(metadata, where + ": its metadata");
  }

  private Type type(JsonNode type, String where) {
    return switch (type == null ? "" : type.asText()) {
      case "code" -> Type.CODE;
      case "markdown" -> Type.MARKDOWN;
      case "raw" -> Type.RAW;
      default ->
          throw damage.at(
              where + ": its cell_type is " + type + ", and neither code, markdown nor raw.");
    };
  }

  private Map<String, Map<String, JsonNode>> attachments(ObjectNode cell, UnrecognizedFields left) {
    var attachments = new LinkedHashMap<String, Map<String, JsonNode>>();
    if (!(cell.get("attachments") instanceof ObjectNode files)) {
      return attachments;
    }
    cell.remove("attachments");
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      String path = "attachments/" + file.getKey();
      if (file.getValue() instanceof ObjectNode bundle) {
        attachments.put(file.getKey(), MimeBundle.read(bundle, path, left));
      } else {
        left.keep(path, file.getValue());
      }
    }
    return attachments;
  }

  private List<Output> outputs(JsonNode list, String where, UnrecognizedFields left) {
    var outputs = new ArrayList<Output>();
    if (isNothing(list)) {
      return outputs;
    }
    int number = 0;
    for (JsonNode output : damage.list(list, where + ": its list of outputs")) {
      String path = "outputs/" + number++;
      String here = where + ": its output " + number;
      ObjectNode object = damage.object(output, here);
      switch (output.path("output_type").asText()) {
        case "stream" -> outputs.add(stream(object, here));
        case "execute_result" -> {
          OptionalInt count =
              count(object.remove("execution_count"), path + "/execution_count", left);
          outputs.add(new Output.Result(count, data(object, here, path, left), about(object)));
        }
        case "display_data" ->
            outputs.add(new Output.Display(data(object, here, path, left), about(object)));
        case "error" -> outputs.add(failure(object, here));
        default -> {
          left.keep(path, output);
          continue;
        }
      }
      object.remove("output_type");
      left.keepAll(path + "/", object);
    }
    return outputs;
  }

  private Output stream(ObjectNode output, String where) {
    String text = damage.text(output.remove("text"), where + ": its text");
    JsonNode name = output.remove("name");
    return name != null && name.asText().equals("stderr")
        ? Output.Stream.err(text)
        : Output.Stream.out(text);
  }

  private Output failure(ObjectNode output, String where) {
    var traceback = new ArrayList<String>();
    if (output.has("traceback")) {
      damage
          .list(output.remove("traceback"), where + ": its traceback")
          .forEach(line -> traceback.add(line.asText()));
    }
    return new Output.Failure(
        word(output.remove("ename")), word(output.remove("evalue")), traceback);
  }

  private Map<String, JsonNode> data(
      ObjectNode output, String where, String path, UnrecognizedFields left) {
    ObjectNode data = damage.object(output.remove("data"), where + ": its data");
    return MimeBundle.read(data, path + "/data", left);
  }

  private static Map<String, JsonNode> about(ObjectNode output) {
    var metadata = new LinkedHashMap<String, JsonNode>();
    if (output.get("metadata") instanceof ObjectNode object) {
      object.properties().forEach(field -> metadata.put(field.getKey(), field.getValue()));
      output.remove("metadata");
    }
    return metadata;
  }

  private static OptionalInt count(JsonNode count, String path, UnrecognizedFields left) {
    if (isNothing(count)) {
      return OptionalInt.empty();
    }
    if (count.isIntegralNumber() && count.canConvertToInt() && count.intValue() >= 0) {
      return OptionalInt.of(count.intValue());
    }
    left.keep(path, count);
    return OptionalInt.empty();
  }

  private static String word(JsonNode word) {
    return word == null ? "" : word.asText();
  }

  private static boolean isNothing(JsonNode node) {
    return node == null || node.isNull();
  }
}
