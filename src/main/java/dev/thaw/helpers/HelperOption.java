package dev.thaw.helpers;

import dev.thaw.rescue.NameKind;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A named option of a helper.
 *
 * @param name how it is written in a cell
 * @param type its type, shared by all ways to set it
 * @param does what it does, in one sentence
 * @param noun what its value names; empty when that is nothing on the machine
 */
public record HelperOption(String name, Class<?> type, String does, Optional<NameKind> noun) {

  /**
   * Whether a type is a record of options: each of its components is one, or such a record again.
   */
  public static boolean isRecordOf(Class<?> type) {
    return type.isRecord()
        && type.getRecordComponents().length > 0
        && Stream.of(type.getRecordComponents())
            .allMatch(component ->
                component.isAnnotationPresent(Option.class) || isRecordOf(component.getType()));
  }

  /** What it is when it is not written, as Java text. */
  public String whenMissing() {
    if (type == boolean.class) {
      return "false";
    }
    if (!type.isPrimitive()) {
      return "null";
    }
    return type == int.class || type == long.class || type == float.class || type == double.class
        ? "0"
        : "(" + type.getName() + ") 0";
  }
}
