package dev.thaw.practice.lessons;

/**
 * One thing that must hold before a practice machine is rescued.
 *
 * @param ok whether it holds
 * @param what what was found, in a sentence
 * @param next where to look or what to do; empty when it holds
 */
public record CheckResult(boolean ok, String what, String next) {

  static CheckResult ok(String what) {
    return new CheckResult(true, what, "");
  }

  static CheckResult notYet(String what, String next) {
    return new CheckResult(false, what, next);
  }
}
