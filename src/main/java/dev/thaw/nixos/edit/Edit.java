package dev.thaw.nixos.edit;

import java.util.List;

/** What came of changing one setting in a Nix text. */
public sealed interface Edit {

  /**
   * One thing that changed.
   *
   * @param line its line, from 1: in the text before, or in the text after for what was added
   * @param what in a few words: {@code "vfio_pci" taken out of boot.initrd.kernelModules}
   */
  record Change(int line, String what) {}

  /**
   * The text was changed.
   *
   * @param text the whole text after
   * @param changes in the order of the lines, at least one
   */
  record Changed(String text, List<Change> changes) implements Edit {
    /** Copies the list. */
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /**
   * The text says already what was asked for.
   *
   * @param reason a sentence
   * @param elsewhere sentences about other places of the text that name it, with their lines
   */
  record Unchanged(String reason, List<String> elsewhere) implements Edit {
    /** Copies the list. */
    public Unchanged {
      elsewhere = List.copyOf(elsewhere);
    }
  }

  /**
   * Nothing was changed: what was to be changed is not there, or can't be changed safely.
   *
   * @param reason a sentence
   * @param similar sentences about places of the text that a person should look at, with their
   *     lines; empty only when nothing in the text has to do with what was asked for
   * @param conditional whether all that is in the way is a condition, under which it stands
   */
  record NotFound(String reason, List<String> similar, boolean conditional) implements Edit {
    /** Copies the list. */
    public NotFound {
      similar = List.copyOf(similar);
    }

    /** One where more than a condition is in the way. */
    public NotFound(String reason, List<String> similar) {
      this(reason, similar, false);
    }
  }
}
