package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One cell of a notebook.
 *
 * @param id 1 to 64 letters, digits, {@code -} and {@code _}; unique in its notebook
 * @param type what its source is
 * @param source its text, lines ended by newlines
 * @param metadata what is known about it, in order
 * @param attachments the mime bundles that its text refers to, by name; none in a code cell
 * @param executionCount as which one it was run; empty if it was not, and when it is not code
 * @param outputs what running it gave; none when it is not code
 */
public record Cell(
    String id,
    Type type,
    String source,
    Map<String, JsonNode> metadata,
    Map<String, Map<String, JsonNode>> attachments,
    OptionalInt executionCount,
    List<Output> outputs) {

  /** What a cell's source is. */
  public enum Type {
    /** Java, to be run. */
    CODE,
    /** Prose. */
    MARKDOWN,
    /** Neither: it is passed on as it is. */
    RAW
  }

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  /** Copies the collections. */
  public Cell {
    if (!isId(id)) {
      throw new IllegalArgumentException("No id of a cell: " + id);
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    attachments = Collections.unmodifiableMap(new LinkedHashMap<>(attachments));
    outputs = List.copyOf(outputs);
  }

  /** Whether nbformat 4.5 takes that for a cell's id. */
  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /** A new cell of code that was not run, with tags and no other metadata. */
  public static Cell code(String id, String source, String... tags) {
    Map<String, JsonNode> metadata =
        tags.length == 0 ? Map.of() : Map.of("tags", Json.MAPPER.valueToTree(tags));
    return new Cell(id, Type.CODE, source, metadata, Map.of(), OptionalInt.empty(), List.of());
  }

  /** The tags that its author gave it. */
  public Set<String> tags() {
    var tags = new TreeSet<String>();
    JsonNode list = metadata.get("tags");
    if (list != null) {
      list.forEach(tag -> tags.add(tag.asText()));
    }
    return tags;
  }

  /** Whether it has that tag. */
  public boolean is(String tag) {
    return tags().contains(tag);
  }

  /** The cell with another text. */
  public Cell withSource(String text) {
    return new Cell(id, type, text, metadata, attachments, executionCount, outputs);
  }

  /** The cell as it is after its run as number {@code count}, from 1, which gave these outputs. */
  public Cell played(int count, List<Output> results) {
    return new Cell(id, type, source, metadata, attachments, OptionalInt.of(count), results);
  }

  /** The cell without what an earlier run gave. */
  public Cell unplayed() {
    return new Cell(id, type, source, metadata, attachments, OptionalInt.empty(), List.of());
  }
}
