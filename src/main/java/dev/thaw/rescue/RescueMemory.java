package dev.thaw.rescue;

import dev.thaw.boot.InitrdCache;

/**
 * What one session remembers of a machine.
 *
 * @param told what the person told of the screen
 * @param rehearsed what was only rehearsed; forgotten when the session is in earnest again
 * @param initrds those that were read
 */
public record RescueMemory(ReportedSymptom told, DryRunSteps rehearsed, InitrdCache initrds) {

  /** Nothing was told, rehearsed or read yet. */
  RescueMemory() {
    this(new ReportedSymptom(), new DryRunSteps(), new InitrdCache());
  }
}
