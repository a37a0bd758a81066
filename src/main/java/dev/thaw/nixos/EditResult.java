package dev.thaw.nixos;

import java.util.List;

/** What became of a change to the configuration. */
public sealed interface EditResult {

  /**
   * The change can be made; nothing is written yet.
   *
   * @param files the files that change, at least one
   */
  record Edited(List<FileEdit> files) implements EditResult {

    /** Copies the files. */
    public Edited {
      files = List.copyOf(files);
    }

    /** All differences, as {@code diff -u} shows them. */
    public String diff() {
      return String.join("", files.stream().map(FileEdit::diff).toList());
    }
  }

  /**
   * The result holds already; nothing is to be changed.
   *
   * @param why a sentence
   */
  record Already(String why) implements EditResult {}

  /**
   * The change can't be made here.
   *
   * @param why a sentence: what was not found, or what stands in the way
   * @param similar where something like it is, sentences; may be empty
   */
  record NotFound(String why, List<String> similar) implements EditResult {

    /** Copies the sentences. */
    public NotFound {
      similar = List.copyOf(similar);
    }
  }

  /**
   * A file and what it will say.
   *
   * @param path its path on the installed system
   * @param before its text as it is
   * @param after its text as it will be, different only where the change is
   */
  record FileEdit(String path, String before, String after) {

    /** The difference, as {@code diff -u} shows it. */
    public String diff() {
      return UnifiedDiff.of(path, before, after);
    }
  }
}
