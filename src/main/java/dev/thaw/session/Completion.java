package dev.thaw.session;

import java.util.List;

/**
 * What may stand at the cursor.
 *
 * @param from where what is replaced begins; it ends at the cursor
 * @param candidates the best first; may be empty
 */
public record Completion(int from, List<Candidate> candidates) {

  /** Copies the list. */
  public Completion {
    candidates = List.copyOf(candidates);
  }
}
