package dev.thaw.nixos.eval;

import dev.thaw.nixos.edit.NixText;

/**
 * A text that is read.
 *
 * @param path the file that it is of, where that really is on the installed system
 * @param text the text
 * @param whole whether it is all of the file; else a piece: what is interpolated in a string
 */
record Source(String path, NixText text, boolean whole) {

  /** The folder that its relative paths count from. */
  String folder() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
