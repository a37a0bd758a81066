package dev.thaw.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A reader of what tools print or disks hold.
 *
 * @param reads the classes that it tries out
 * @param corpus valid inputs
 * @param read reads an input; it may throw a {@code Trouble}, and nothing else
 */
public record FuzzedReader(
    String name, List<Class<?>> reads, List<byte[]> corpus, Consumer<byte[]> read) {

  /** One for text. */
  public static FuzzedReader ofText(
      String name, List<Class<?>> reads, Consumer<String> read, String... corpus) {
    return new FuzzedReader(
        name,
        reads,
        Stream.of(corpus).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(),
        bytes -> read.accept(new String(bytes, StandardCharsets.UTF_8)));
  }
}
