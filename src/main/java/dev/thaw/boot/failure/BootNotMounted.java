package dev.thaw.boot.failure;

import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.nixos.Installation;
import java.util.List;

/**
 * A rebuild wrote the boot menu into the bare folder, while its partition was not mounted there.
 */
final class BootNotMounted implements Failure {

  @Override
  public List<String> ids() {
    return List.of("boot-partition-not-mounted");
  }

  @Override
  public List<String> shownAs() {
    return List.of("menu-not-written", "rebuild-esp-not-mounted", "system-gone");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    return MenuBehindProfile.of(evidence.installation())
        .filter(menu -> menu.started().isPresent() && hasStrays(menu.installation()))
        .map(this::finding)
        .stream()
        .toList();
  }

  /** Whether files lie in the folder, beneath where a boot partition belongs. */
  static boolean hasStrays(Installation installation) {
    return !installation.bareBoot().isEmpty()
        && installation.bootPartition().filter(one -> !one.mountPoint().isEmpty()).isPresent();
  }

  private Finding finding(MenuBehindProfile menu) {
    int strays = menu.installation().bareBoot().files().size();
    return menu.finding(
        this,
        Certainty.SURE,
        "The last rebuild wrote the boot menu into the folder /boot, while the boot partition was"
            + " not mounted there.",
        List.of(
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
