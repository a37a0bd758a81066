package dev.thaw.boot;

import dev.thaw.boot.screen.Screen;
import java.util.List;

/** Whether the machine boots, as far as the disks and the screen tell. */
public enum BootAnswer {
  /** What starts when nobody chooses boots, somebody can log in, the screen shows nothing else. */
  BOOTS,
  /** It does not. */
  DOES_NOT,
  /** It can't be told. */
  CANT_BE_TOLD;

  /** What a diagnosis comes to. */
  public static BootAnswer of(Diagnosis diagnosis) {
    List<Forecast> forecasts =
        diagnosis.chains().stream().filter(BootChain::isDefault).map(BootChain::forecast).toList();
    boolean stops =
        forecasts.stream()
            .anyMatch(one -> one instanceof Forecast.Hangs || one instanceof Forecast.Fails);
    boolean explained =
        diagnosis.findings().stream()
            .anyMatch(finding -> finding.certainty() == Certainty.SURE && finding.stops());
    if (stops || explained) {
      return DOES_NOT;
    }
    boolean lockedOut =
        diagnosis.findings().stream()
            .anyMatch(finding ->
                finding.id().equals("locked-out") && finding.certainty() != Certainty.POSSIBLE);
    boolean boots =
        !forecasts.isEmpty() && forecasts.stream().allMatch(one -> one instanceof Forecast.Boots);
    // A screen of which not one line is known can show anything.
    boolean silent = diagnosis.screen().sentences().isEmpty();
    Screen screen = diagnosis.screen().screen();
    boolean fine = silent || !screen.events().isEmpty() && !screen.isUnderstood();
    return boots && fine && !lockedOut ? BOOTS : CANT_BE_TOLD;
  }
}
