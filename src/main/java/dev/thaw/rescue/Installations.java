package dev.thaw.rescue;

import dev.thaw.machine.Trouble;
import dev.thaw.nixos.Installation;
import dev.thaw.storage.Listing;

/** Which of the installations that were found is meant. */
final class Installations {

  private Installations() {}

  /**
   * The installation that is meant.
   *
   * @param number which, counted from 1 as {@code installs()} lists them; 0 for the only one
   * @throws Trouble.NotNow if that is none, or several
   */
  static Installation choose(Listing<Installation> found, int number) {
    if (found.isEmpty()) {
      throw new Trouble.NotNow(
          "No NixOS installation was found on this machine.",
          found.notes().isEmpty()
              ? "disks() and pools() show what is there; a locked container needs unlock(…)."
              : String.join(" ", found.notes()));
    }
    if (number == 0 && found.size() > 1) {
      throw new Trouble.NotNow(
          "There are " + found.size() + " NixOS installations on this machine.",
          "See installs(), and say which: mountAll(install=1).");
    }
    if (number < 0 || number > found.size()) {
      throw new Trouble.NotNow(
          "There is no installation number " + number + ".",
          "installs() lists " + found.size() + ", counted from 1.");
    }
    return found.get(Math.max(number, 1) - 1);
  }
}
