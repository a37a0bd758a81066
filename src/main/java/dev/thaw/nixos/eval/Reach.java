package dev.thaw.nixos.eval;

import java.util.List;

/**
 * What a host's imports lead to.
 *
 * @param modules the modules, in the order in which they are found
 * @param doubts why there may be more: ends of sentences; none when all ways were followed
 * @param absent paths that are imported, and are not there
 */
public record Reach(List<Module> modules, List<String> doubts, List<String> absent) {

  /** For a module that is a whole file. */
  public static final int WHOLE = -1;

  /** Copies the lists. */
  public Reach {
    modules = List.copyOf(modules);
    doubts = List.copyOf(doubts);
    absent = List.copyOf(absent);
  }

  /**
   * A module.
   *
   * @param path its file, where that really is on the installed system
   * @param at where it begins in the file's text; {@link #WHOLE} for the whole file
   * @param doubt why it may not count: the end of a sentence; empty when it does
   */
  public record Module(String path, int at, String doubt) {
    /** The same module; where nothing was in doubt before, this is. */
    Module orDoubted(String also) {
      return doubt.isEmpty() ? new Module(path, at, also) : this;
    }
  }
}
