package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Course;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Sign;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.List;

/**
 * A rebuild wrote the boot menu into the bare folder, while its partition was not mounted there.
 */
final class BootNotMounted implements Failure {

  @Override
  public String name() {
    return "boot partition not mounted";
  }

  /** The machine starts, and is what it was before. */
  @Override
  public List<Sign> signs() {
    return List.of();
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    Installation installation = evidence.installation();
    boolean known = installation.generations().stream().anyMatch(Generation::isDefault);
    return known && hasStrays(installation)
        ? installation
            .current()
            .filter(current -> !current.isDefault() && current.closureExists())
            .map(current -> finding(current, installation))
            .stream()
            .toList()
        : List.of();
  }

  /** Whether files lie in the folder, beneath where a boot partition belongs. */
  static boolean hasStrays(Installation installation) {
    return !installation.bareBoot().isEmpty()
        && installation.bootPartition().filter(one -> !one.mountPoint().isEmpty()).isPresent();
  }

  private Finding finding(Generation current, Installation installation) {
    int strays = installation.bareBoot().files().size();
    return new Finding(
        name(),
        Stage.MENU,
        Course.GOES_ON,
        Certainty.SURE,
        "The last rebuild wrote the boot menu into the folder /boot, while the boot partition was"
            + " not mounted there.",
        List.of(
            MenuNotWritten.ahead(current, installation),
            strays
                + (strays == 1 ? " file lies" : " files lie")
                + " in the folder /boot itself, beneath where the boot partition belongs."),
        "nixos-rebuild moves the profile first and writes the boot menu last. What is written to"
            + " /boot while nothing is mounted there, no boot loader ever reads. Those files take"
            + " room on the root and do no other harm; they can be removed when the boot partition"
            + " is not mounted.",
        new Mend.Rebuild());
  }
}
