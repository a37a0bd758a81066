package dev.thaw.practice;

/**
 * One thing that must hold before a practice machine is rescued.
 *
 * @param ok whether it holds
 * @param what what was found, in a sentence
 * @param next where to look or what to do; empty when it holds and will hold
 */
public record Verdict(boolean ok, String what, String next) {

  static Verdict ok(String what) {
    return new Verdict(true, what, "");
  }

  /** It holds now, and not for ever. */
  static Verdict later(String what, String next) {
    return new Verdict(true, what, next);
  }

  static Verdict notYet(String what, String next) {
    return new Verdict(false, what, next);
  }
}
