package dev.thaw.nixos.eval;

import java.util.Map;
import java.util.Optional;

/** The files of a configuration, as far as they were read. Paths are the installed system's. */
public interface Tree {

  /** Where a path leads, links followed inside the system; the same path when it is none. */
  String real(String path);

  /** The text of a file; empty when there is none, or when it was not read. */
  Optional<String> text(String path);

  /** Whether a folder is there. */
  boolean isFolder(String path);

  /**
   * What lies in a folder: each name and {@code regular} or {@code directory}; empty when that was
   * not read.
   */
  Optional<Map<String, String>> list(String folder);

  /** Whether {@link #list} gives everything in it, and not only what is Nix. */
  boolean listsAll(String folder);

  /** Whether it is known that nothing is there. */
  boolean isKnownAbsent(String path);
}
