package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;

/** What a tool printed, for the end of a sentence about its failure. */
final class Printed {

  private Printed() {}

  /** {@code ": …"} with the last lines that it printed, or {@code " and printed nothing."}. */
  static String after(Probe.Section section) {
    String printed = section.errText().isBlank() ? section.text() : section.errText();
    String tail = Clean.lastLines(printed, 4);
    return tail.isEmpty() ? " and printed nothing." : ": " + tail;
  }
}
