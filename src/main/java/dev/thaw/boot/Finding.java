package dev.thaw.boot;

import java.util.List;

/**
 * Something that is broken, or may be.
 *
 * @param failure the name of the kind of failure: {@code hanging module}
 * @param certainty how sure it is
 * @param what what is broken, a sentence
 * @param evidence what was seen, and in which file or by which command; sentences
 * @param why what goes on there, for who wants to understand it; sentences
 * @param mend what mends it
 */
public record Finding(
    String failure,
    Certainty certainty,
    String what,
    List<String> evidence,
    String why,
    Mend mend) {

  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }
}
