package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Evidence;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import dev.thaw.nixos.loader.BootLoader;
import java.util.ArrayList;
import java.util.List;

/** A rebuild moved the profile, and the boot menu that the loader reads knows nothing of it. */
final class MenuNotWritten implements Failure {

  @Override
  public List<String> ids() {
    return List.of("menu-not-written");
  }

  /** The old entry that starts may be of a system that was collected. */
  @Override
  public List<String> shownAs() {
    return List.of("system-gone", "menu-default-overridden");
  }

  @Override
  public List<Finding> judge(Evidence evidence) {
    var findings = new ArrayList<Finding>();
    Installation installation = evidence.installation();
    MenuBehindProfile.of(installation)
        .filter(menu -> menu.couldStart() && !MenuDefault.isListed(menu.current(), installation))
        .filter(_ -> !BootNotMounted.hasStrays(installation))
        .ifPresent(menu -> findings.add(behind(menu)));
    evidence
        .subject()
        .filter(generation -> !generation.inBootMenu() && hasMenu(installation))
        // Its entry may be the one that has no byte.
        .filter(_ -> EmptyMenu.emptyFiles(installation).isEmpty())
        .ifPresent(generation -> findings.add(notListed(generation, installation)));
    return findings;
  }

  private static boolean hasMenu(Installation installation) {
    return !EmptyMenu.isEmpty(installation)
        && installation.bootPartition().isPresent()
        && !installation.bootTree().menus().isEmpty();
  }

  private Finding behind(MenuBehindProfile menu) {
    return menu.finding(
        this,
        Certainty.LIKELY,
        "The last rebuild did not get as far as the boot menu.",
        List.of(),
        "nixos-rebuild moves the profile first and writes the boot menu last. What breaks off in"
            + " between leaves the old menu.",
        new Mend.Rebuild());
  }

  private Finding notListed(Generation generation, Installation installation) {
    return new Finding(
        id(),
        Stage.MENU,
        BootImpact.FAILS,
        Certainty.SURE,
        "The boot menu does not list generation " + generation.number() + ": it can't be chosen.",
        List.of("No entry of the menu starts " + generation.toplevel() + ": generations()."),
        "Only generations of the profile get an entry, and only as many as "
            + BootLoader.limit(installation.loader())
            + " says.",
        generation.closureExists() ? new Mend.Rollback(generation.number()) : new Mend.Rebuild());
  }
}
