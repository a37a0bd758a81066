package dev.thaw.boot;

import java.util.List;

/**
 * Something that is broken, or may be.
 *
 * @param failure the name of the kind of failure: {@code hanging module}
 * @param stage where on the way up it is
 * @param course what becomes of the boot there
 * @param certainty how sure it is
 * @param what what is broken, a sentence
 * @param evidence what was seen, and in which file or by which command; sentences
 * @param why what goes on there, for who wants to understand it; sentences
 * @param mend what mends it
 */
public record Finding(
    String failure,
    Stage stage,
    Course course,
    Certainty certainty,
    String what,
    List<String> evidence,
    String why,
    Mend mend) {

  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** The same, said of one of several installations. */
  public Finding on(String host) {
    String whose = (host.isEmpty() ? "An installation without a name" : host) + ": " + what;
    return new Finding(failure, stage, course, certainty, whose, evidence, why, mend);
  }

  /** The same with another mend. */
  public Finding mending(Mend other) {
    return new Finding(failure, stage, course, certainty, what, evidence, why, other);
  }

  /** Whether the boot does not get past it, as far as can be told. */
  public boolean stops() {
    return course != Course.GOES_ON && certainty != Certainty.POSSIBLE;
  }
}
