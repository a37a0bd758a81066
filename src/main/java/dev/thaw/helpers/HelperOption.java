package dev.thaw.helpers;

import dev.thaw.rescue.NameKind;
import java.util.Optional;

/**
 * A named option of a helper.
 *
 * @param name how it is written in a cell
 * @param type its type, shared by all ways to set it
 * @param does what it does, in one sentence
 * @param noun what its value names; empty when that is nothing on the machine
 */
public record HelperOption(String name, Class<?> type, String does, Optional<NameKind> noun) {

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
