package dev.thaw.rescue;

import dev.thaw.boot.Symptom;

/** What the person told of the screen in this session, for what has to be sure later on. */
final class ReportedSymptom {

  private volatile String symptom = "";

  /** Remembers the screen's last lines; a question without them, null or blank, forgets nothing. */
  void symptom(String text) {
    if (text != null && !text.isBlank()) {
      symptom = text;
    }
  }

  /** The screen's last lines, as they were told last. */
  Symptom symptom() {
    return Symptom.of(symptom);
  }
}
