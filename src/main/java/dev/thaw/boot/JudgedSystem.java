package dev.thaw.boot;

import dev.thaw.nixos.Installation;
import java.util.List;

/**
 * An installation that was judged.
 *
 * @param identity what tells it from others: {@link Installation#identity}
 * @param hostName its name; may be empty
 * @param hostId eight hexadecimal digits; may be empty
 * @param machineId 32 hexadecimal digits; may be empty
 * @param nixosVersion its current system's; may be empty
 * @param sound the numbers of its other generations that are whole and that don't fail the same
 *     way, as far as could be read; newest first
 */
public record JudgedSystem(
    String identity,
    String hostName,
    String hostId,
    String machineId,
    String nixosVersion,
    List<Integer> sound) {

  /** Copies the list. */
  public JudgedSystem {
    sound = List.copyOf(sound);
  }

  /** An installation with these generations to go back to. */
  public static JudgedSystem of(Installation installation, List<Integer> sound) {
    return new JudgedSystem(
        installation.identity(),
        installation.hostName(),
        installation.hostId(),
        installation.host().machineId(),
        installation.nixosVersion(),
        sound);
  }
}
