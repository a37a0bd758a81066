package dev.thaw.boot;

import java.util.List;

/** One way to fail, or a few that are judged by the same facts, and what the disks show of it. */
public interface Failure {

  /** The failures that are found, by their ids in {@code docs/failures}; the main one first. */
  List<String> ids();

  /** The main one. */
  default String id() {
    return ids().getFirst();
  }

  /**
   * Failures that the screen shows where it can be this one: what comes of it, or looks the same.
   */
  default List<String> shownAs() {
    return List.of();
  }

  /** Whether the screen shows it. */
  default boolean isOnScreen(Symptom symptom) {
    return symptom.screen().shows(ids()) || symptom.screen().shows(shownAs());
  }

  /**
   * The finding, held to what the screen names where that shows this kind of failure.
   *
   * @param finding as sure as the disks alone make it
   * @param subject what it is about
   * @param best how sure it is where the screen names that to the letter
   */
  default Finding heldToScreen(
      Finding finding, Subject subject, Certainty best, Evidence evidence) {
    Finding about = finding.naming(subject.name());
    return isOnScreen(evidence.symptom()) ? subject.judge(about, best, evidence) : about;
  }

  /**
   * Whether the evidence has what this is judged by. Where it has not, that nothing is found says
   * nothing.
   */
  default boolean isLookedAt(Evidence evidence) {
    return true;
  }

  /** What of this the evidence shows; empty when nothing. */
  List<Finding> judge(Evidence evidence);
}
