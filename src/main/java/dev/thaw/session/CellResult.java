package dev.thaw.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a cell. */
public sealed interface CellResult {

  /**
   * All of the cell ran.
   *
   * @param value the very object that the last snippet gave; {@code null} if there is none
   * @param typeName its static type as Java text, without packages; empty if there is none
   * @param hasValue whether the last snippet was an expression whose value should be shown
   */
  record Value(@Nullable Object value, String typeName, boolean hasValue) implements CellResult {
    /** What a cell gives that ends with a statement or a declaration. */
    public static final Value NONE = new Value(null, "", false);
  }

  /**
   * A snippet of the cell is not valid; those before it ran.
   *
   * @param message what is wrong, cleaned; more than one line at times
   * @param hint what was probably meant, or what to do; may be empty
   */
  record CompileError(SourcePosition place, String message, String hint) implements CellResult {}

  /**
   * A snippet of the cell threw; those before it ran. A {@code Trouble} explains itself.
   *
   * @param thrown the very object that was thrown
   * @param place the line of the cell that was running, if it is known
   */
  record Threw(Throwable thrown, Optional<SourcePosition> place) implements CellResult {}

  /**
   * The cell was ended by {@link Evaluator#stop()}.
   *
   * @param what what was interrupted, a sentence
   */
  record Stopped(String what) implements CellResult {}

  /**
   * The cell ends in the middle of a snippet; those before it did not run either.
   *
   * @param place what is not closed, or where the cell ends
   * @param message what is missing, a sentence
   */
  record Incomplete(SourcePosition place, String message) implements CellResult {}
}
