package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The same thing in several mime types; text in files is a string or a list of its lines. */
final class MimeBundle {

  private static final Pattern JSON = Pattern.compile("application/(.*\\+)?json");

  /** What is written as lines although it is not below text/. */
  private static final Set<String> LINES = Set.of("application/javascript", "image/svg+xml");

  private MimeBundle() {}

  /** The bundle with its lines joined, without what is of the wrong type. */
  static Map<String, JsonNode> read(ObjectNode bundle, String path, UnrecognizedFields left) {
    var data = new LinkedHashMap<String, JsonNode>();
    for (Map.Entry<String, JsonNode> field : bundle.properties()) {
      String type = field.getKey();
      String text = text(field.getValue());
      if (JSON.matcher(type).matches()) {
        data.put(type, field.getValue());
      } else if (text != null) {
        data.put(type, TextNode.valueOf(text));
      } else {
        left.keep(path + "/" + type, field.getValue());
      }
    }
    return data;
  }

  /** The bundle as files have it. */
  static ObjectNode write(Map<String, JsonNode> data) {
    ObjectNode bundle = Json.MAPPER.createObjectNode();
    data.forEach((type, value) -> {
      boolean lines = type.startsWith("text/") || LINES.contains(type);
      bundle.set(type, lines && value.isTextual() ? lines(value.textValue()) : value);
    });
    return bundle;
  }

  /** The text of a string or a list of strings; null if it is neither. */
  static @Nullable String text(@Nullable JsonNode node) {
    if (node instanceof ArrayNode list
        && StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isTextual)) {
      return StreamSupport.stream(list.spliterator(), false)
          .map(JsonNode::textValue)
          .collect(Collectors.joining());
    }
    return node == null ? null : node.textValue();
  }

  /** A text's lines, each with its newline. */
  static ArrayNode lines(String text) {
    ArrayNode lines = Json.MAPPER.createArrayNode();
    for (int at = 0; at < text.length(); ) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
    return lines;
  }
}
