package dev.thaw.boot.failure;

import dev.thaw.boot.BootImpact;
import dev.thaw.boot.Certainty;
import dev.thaw.boot.Failure;
import dev.thaw.boot.Finding;
import dev.thaw.boot.Mend;
import dev.thaw.boot.Stage;
import dev.thaw.nixos.Generation;
import dev.thaw.nixos.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A menu whose default is not what the profile leads to: the machine starts, only something else
 * than what was built last.
 *
 * @param current the generation that was built last, whole in the store
 */
record MenuBehindProfile(Generation current, Installation installation) {

  /** The menu of an installation, if it is so behind. */
  static Optional<MenuBehindProfile> of(Installation installation) {
    return installation
        .current()
        .filter(current -> !current.isDefault() && current.closureExists())
        .map(current -> new MenuBehindProfile(current, installation));
  }

  /** Which generation it starts; empty where that can't be told. */
  Optional<Generation> started() {
    return installation.generations().stream().filter(Generation::isDefault).findFirst();
  }

  /** Whether it is known what it starts, and the kernel of what it should start is there. */
  boolean couldStart() {
    return started().isPresent() && !current.kernel().copyIsMissing();
  }

  /** What is found about it; {@code seen} is what was seen besides. */
  Finding finding(
      Failure failure, Certainty certainty, String what, List<String> seen, String why, Mend mend) {
    var all = new ArrayList<String>();
    all.add(
        "The profile leads to generation "
            + current.number()
            + ", the boot menu's default to "
            + started().map(g -> "generation " + g.number()).orElse("another")
            + ": generations().");
    all.addAll(seen);
    return new Finding(
        failure.id(), Stage.MENU, BootImpact.GOES_ON, certainty, what, all, why, mend);
  }
}
