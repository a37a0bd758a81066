package dev.thaw.rescue;

import dev.thaw.boot.Symptom;

/** What the person told of the screen in this session, for what has to be sure later on. */
final class ReportedSymptom {

  private volatile Symptom symptom = Symptom.NONE;

  /** Remembers the screen's last lines; a question without them, empty, forgets nothing. */
  void symptom(Symptom told) {
    if (!told.isEmpty()) {
      symptom = told;
    }
  }

  /** The screen's last lines, as they were told last. */
  Symptom symptom() {
    return symptom;
  }
}
