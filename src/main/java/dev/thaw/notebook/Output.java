package dev.thaw.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What running a cell gave. A mime bundle shows the same thing in several ways, by their mime types
 * ({@code text/plain}, {@code text/html}, {@code image/png}): text, base64 for pictures, or any
 * JSON for types that end in {@code json}.
 */
public sealed interface Output {

  /**
   * What it printed.
   *
   * @param name {@code stdout} or {@code stderr}
   */
  record Stream(String name, String text) implements Output {

    /** What it printed to standard output. */
    public static Stream out(String text) {
      return new Stream("stdout", text);
    }

    /** What it printed to standard error. */
    public static Stream err(String text) {
      return new Stream("stderr", text);
    }
  }

  /**
   * Its value: an {@code execute_result}.
   *
   * @param executionCount that of its cell
   * @param data a mime bundle
   * @param metadata about the data, usually none
   */
  record Result(
      OptionalInt executionCount, Map<String, JsonNode> data, Map<String, JsonNode> metadata)
      implements Output {

    /** Copies the maps. */
    public Result {
      data = copy(data);
      metadata = copy(metadata);
    }

    /** A value as text. */
    public static Result text(int executionCount, String text) {
      return new Result(OptionalInt.of(executionCount), bundle(text), Map.of());
    }
  }

  /**
   * Something that it showed on the way: {@code display_data}.
   *
   * @param data a mime bundle
   * @param metadata about the data, usually none
   */
  record Display(Map<String, JsonNode> data, Map<String, JsonNode> metadata) implements Output {

    /** Copies the maps. */
    public Display {
      data = copy(data);
      metadata = copy(metadata);
    }

    /** Something shown as text. */
    public static Display text(String text) {
      return new Display(bundle(text), Map.of());
    }
  }

  /**
   * Why it ended early: an {@code error}.
   *
   * @param name the kind of failure, one word
   * @param value its message
   * @param traceback the lines that a front end shows; may be empty
   */
  record Failure(String name, String value, List<String> traceback) implements Output {

    /** Copies the list. */
    public Failure {
      traceback = List.copyOf(traceback);
    }
  }

  private static Map<String, JsonNode> copy(Map<String, JsonNode> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static Map<String, JsonNode> bundle(String text) {
    return Map.of("text/plain", TextNode.valueOf(text));
  }
}
