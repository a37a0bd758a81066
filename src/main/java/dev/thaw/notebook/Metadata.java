package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The metadata whose form nbformat 4.5 prescribes; everything else in it is free. */
final class Metadata {

  private static final Map<String, Predicate<JsonNode>> OF_NOTEBOOK =
      Map.of(
          "kernelspec", node -> texts(node, "name", "display_name"),
          "language_info", Metadata::isLanguage,
          "title", JsonNode::isTextual,
          "authors", JsonNode::isArray);

  private static final Map<String, Predicate<JsonNode>> OF_CELL =
      Map.of(
          "name", Metadata::isName,
          "tags", Metadata::areTags,
          "jupyter", JsonNode::isObject,
          "format", JsonNode::isTextual,
          "collapsed", JsonNode::isBoolean,
          "scrolled", node -> node.isBoolean() || node.asText().equals("auto"),
          "execution", node -> node.isObject() && all(node, JsonNode::isTextual));

  /** What programs keep there while a notebook is open, and never write. */
  private static final Set<String> TRANSIENT =
      Set.of("orig_nbformat", "orig_nbformat_minor", "signature", "trusted");

  private Metadata() {}

  /** A notebook's metadata, without what is not in the form that is prescribed. */
  static Map<String, JsonNode> ofNotebook(ObjectNode metadata, UnrecognizedFields left) {
    return checked(metadata, OF_NOTEBOOK, left);
  }

  /** A cell's metadata, without what is not in the form that is prescribed; valid tags stay. */
  static Map<String, JsonNode> ofCell(ObjectNode metadata, UnrecognizedFields left) {
    Map<String, JsonNode> checked = checked(metadata, OF_CELL, left);
    if (!checked.containsKey("tags") && metadata.get("tags") instanceof ArrayNode list) {
      var tags = new TreeSet<String>();
      StreamSupport.stream(list.spliterator(), false)
          .filter(Metadata::isTag)
          .forEach(tag -> tags.add(tag.asText()));
      checked.put("tags", Json.MAPPER.valueToTree(tags));
    }
    return checked;
  }

  private static Map<String, JsonNode> checked(
      ObjectNode metadata, Map<String, Predicate<JsonNode>> rules, UnrecognizedFields left) {
    var checked = new LinkedHashMap<String, JsonNode>();
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      String key = field.getKey();
      if (TRANSIENT.contains(key)) {
        continue;
      }
      if (rules.getOrDefault(key, _ -> true).test(field.getValue())) {
        checked.put(key, field.getValue());
      } else {
        left.keep("metadata/" + key, field.getValue());
      }
    }
    return checked;
  }

  private static boolean isLanguage(JsonNode node) {
    JsonNode mode = node.path("codemirror_mode");
    return texts(node, "name")
        && (mode.isMissingNode() || mode.isTextual() || mode.isObject())
        && List.of("file_extension", "mimetype", "pygments_lexer").stream()
            .allMatch(key -> !node.has(key) || node.path(key).isTextual());
  }

  private static boolean texts(JsonNode node, String... keys) {
    return node.isObject() && List.of(keys).stream().allMatch(key -> node.path(key).isTextual());
  }

  private static boolean isName(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty() && !node.asText().contains("\n");
  }

  private static boolean areTags(JsonNode node) {
    return node.isArray()
        && all(node, Metadata::isTag)
        && StreamSupport.stream(node.spliterator(), false).distinct().count() == node.size();
  }

  private static boolean isTag(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty() && !node.asText().contains(",");
  }

  private static boolean all(JsonNode node, Predicate<JsonNode> test) {
    return StreamSupport.stream(node.spliterator(), false).allMatch(test);
  }
}
