package dev.thaw.storage;

import dev.thaw.machine.Clean;
import dev.thaw.machine.Probe;
import java.util.Optional;

/** What a tool printed, for the end of a sentence about its failure. */
final class Printed {

  private static final int NOT_FOUND = 127;

  private Printed() {}

  /**
   * What to say of a section whose tool failed; empty when it did not, or the probe did not ask it.
   *
   * @param lacks what can't be seen then: "LVM can't be seen here"
   */
  static Optional<String> failure(Probe.Sections sections, String name, String lacks) {
    return sections
        .find(name)
        .filter(section -> !section.ok())
        .map(section ->
            section.status() == NOT_FOUND
                ? lacks + ": the live image lacks the tool for it."
                : lacks + after(section));
  }

  /** {@code ": …"} with the last lines that it printed, or {@code " and printed nothing."}. */
  static String after(Probe.Section section) {
    String printed = section.errText().isBlank() ? section.text() : section.errText();
    String tail = Clean.lastLines(printed, 4);
    return tail.isEmpty() ? " and printed nothing." : ": " + tail;
  }
}
