package dev.thaw.rescue;

import java.util.List;

/**
 * What an acting helper did.
 *
 * @param summary a sentence: "atlas is mounted at /mnt."
 * @param changed whether anything was done; {@code false} when the result held already
 * @param notes what else there is to know, and what comes next; sentences
 */
public record Done(String summary, boolean changed, List<String> notes) implements Result {

  /** Copies the notes. */
  public Done {
    notes = List.copyOf(notes);
  }

  @Override
  public String toString() {
    return summary + String.join("", notes.stream().map(note -> "\n  * " + note).toList());
  }
}
