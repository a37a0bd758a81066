package dev.thaw.kernel;

import dev.thaw.helpers.HelperContext;
import org.jspecify.annotations.Nullable;

/** What cells can call in Jupyter only: showing something that is not the result of the cell. */
public final class Display {

  private Display() {}

  /** Shows a value below the cell, where it has got to. */
  public static void display(@Nullable Object value) {
    HelperContext.bound().showing().orElseThrow().display(value);
  }

  /** Takes away what the cell has shown so far. */
  public static void clearOutput() {
    HelperContext.bound().showing().orElseThrow().clear();
  }
}
