package dev.thaw.rescue;

import java.util.List;

/**
 * What an acting helper did.
 *
 * @param summary a sentence: "atlas is mounted at /mnt."
 * @param changed whether anything was done; {@code false} when the result held already
 * @param notes what else there is to know, and what comes next; sentences
 */
public record Applied(String summary, boolean changed, List<String> notes) implements ActionResult {

  /** Copies the notes. */
  public Applied {
    notes = List.copyOf(notes);
  }

  @Override
  public String toString() {
    return summary + String.join("", notes.stream().map(note -> "\n  * " + note).toList());
  }
}
