package dev.thaw.session;

import dev.thaw.machine.Trouble;

/**
 * Thrown where a cell asks Java to end: that would end Thaw with a status that is not its own.
 * Cells are made to call this class in place of Java's, see {@link ExitCalls}.
 */
public final class CellExit extends Error {

  private CellExit(int status) {
    super(
        new Trouble.Rejected(
            "This asks Java to end with status "
                + status
                + ". Java stays, for Thaw runs in it; the cell ends here.",
            "To make a cell fail, use assert or throw: Thaw itself then ends with status 1."));
  }

  /** Stands for {@code System.exit} and {@code Runtime.halt}. */
  public static void exit(int status) {
    throw new CellExit(status);
  }

  /** Stands for the same of a {@link Runtime}. */
  public static void exit(Runtime runtime, int status) {
    throw new CellExit(status);
  }
}
