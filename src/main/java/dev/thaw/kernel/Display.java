package dev.thaw.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What cells can call in Jupyter only: showing something that is not the result of the cell. */
public final class Display {

  private static volatile @Nullable CellOutput output;

  private Display() {}

  /** Makes the words work on the output of this kernel. */
  static void use(CellOutput cells) {
    output = cells;
  }

  /** Shows a value below the cell, where it has got to. */
  public static void display(@Nullable Object value) {
    output().display(value);
  }

  /** Takes away what the cell has shown so far. */
  public static void clearOutput() {
    output().clear();
  }

  private static CellOutput output() {
    return Objects.requireNonNull(output, "display() works in Jupyter only");
  }
}
