package dev.thaw.boot;

import java.util.List;

/** One way to fail that is known. */
public interface Failure {

  /** What it is called. */
  String name();

  /** How it shows on the screen; empty when it does not: the machine starts, as it should not. */
  default List<Sign> signs() {
    return List.of();
  }

  /** Whether the screen shows one of its signs. */
  default boolean isOnScreen(Symptom symptom) {
    return signs().stream().anyMatch(sign -> symptom.says(sign.phrase()));
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
    return isOnScreen(evidence.symptom()) ? subject.judge(finding, best, evidence) : finding;
  }

  /** What of this the evidence shows; empty when nothing. */
  List<Finding> judge(Evidence evidence);
}
