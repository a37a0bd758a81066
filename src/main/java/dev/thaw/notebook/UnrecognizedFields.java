package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a notebook says in a way that nbformat 4.5 has no place for: fields of other programs,
 * metadata of the wrong type. Metadata may hold anything, so it is kept there, by its path, below
 * {@code unrecognized}; and the notebook that is written is valid without losing it.
 */
final class UnrecognizedFields {

  private static final String KEY = "unrecognized";

  private final ObjectNode found = Json.MAPPER.createObjectNode();

  /** Keeps a value that stood at that path: {@code outputs/2/metadata}. */
  void keep(String path, JsonNode value) {
    found.set(path, value);
  }

  /** Keeps all fields that are left of an object whose known ones were taken out. */
  void keepAll(String path, ObjectNode rest) {
    rest.properties().forEach(field -> keep(path + field.getKey(), field.getValue()));
  }

  /** Puts what was kept into the metadata, beside what an earlier reading had put there. */
  void into(Map<String, JsonNode> metadata) {
    if (found.isEmpty()) {
      return;
    }
    if (metadata.get(KEY) instanceof ObjectNode earlier) {
      earlier.properties().forEach(field -> found.putIfAbsent(field.getKey(), field.getValue()));
    } else if (metadata.containsKey(KEY)) {
      found.set("metadata/" + KEY, metadata.get(KEY));
    }
    metadata.put(KEY, found);
  }
}
