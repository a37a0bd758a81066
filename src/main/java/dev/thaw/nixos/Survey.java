package dev.thaw.nixos;

import dev.thaw.machine.Machine;
import dev.thaw.machine.Probe;
import dev.thaw.machine.Scripts;
import dev.thaw.storage.ListWithNotes;
import java.time.Duration;

/** Finds the NixOS installations of a machine and reads them, in one round trip. */
public final class Survey {

  private static final Probe PROBE =
      new Probe(
          "survey",
          Scripts.read(Probe.class, "remember.sh")
              + Scripts.read(Survey.class, "open.sh")
              + Scripts.read(Survey.class, "assemble.sh")
              + Scripts.read(Survey.class, "accounts.sh")
              + Scripts.read(Survey.class, "survey.sh"),
          "find the NixOS installations and read them, without changing a byte",
          Duration.ofMinutes(2));

  private Survey() {}

  /**
   * Looks at the installation that is mounted at {@code root}, such as {@code /mnt}. While no nix
   * store is there, looks on every disk and in every pool, opened read-only in a namespace of its
   * own, so that nothing stays mounted or imported. An answer is kept in the machine's RAM, and
   * given again while nothing can have changed there: see {@code machine/remember.sh}.
   *
   * @return the installations; its notes say what could not be opened, and what to do about it
   */
  public static ListWithNotes<Installation> look(Machine machine, String root) {
    return SurveyReader.read(PROBE.run(machine, root));
  }
}
