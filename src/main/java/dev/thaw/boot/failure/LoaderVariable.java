package dev.thaw.boot.failure;

import dev.thaw.boot.BootCheck;
import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import java.util.List;

/** A variable that the firmware keeps makes systemd-boot start another entry than its default. */
final class LoaderVariable implements Failure {

  @Override
  public List<String> ids() {
    return List.of("menu-default-overridden");
  }

  @Override
  public List<String> shownAs() {
    return List.of("menu-not-written");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return evidence.checks().stream()
        .filter(check -> !check.holds() && check.part() == BootCheck.Part.VARIABLE)
        .map(check ->
            new Finding(
                id(),
                Stage.MENU,
                BootImpact.GOES_ON,
                Certainty.SURE,
                "A variable in the firmware starts another entry than the menu's default.",
                List.of("It does not hold that " + check.what() + ": " + check.detail() + "."),
                "Somebody chose that entry as the default in the boot menu itself (key d), or with"
                    + " bootctl. The firmware keeps that, and it counts for more than loader.conf.",
                new Mend.ClearVariable(check.file())))
        .toList();
  }
}
