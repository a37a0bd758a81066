package dev.thaw.nixos;

import dev.thaw.machine.Probe;
import dev.thaw.storage.Listing;
import java.util.List;

/** Reads what {@code survey.sh} printed. */
final class SurveyReader {

  private SurveyReader() {}

  static Listing<Installation> read(Probe.Sections sections) {
    return new Listing<>(List.of(), List.of());
  }
}
