package dev.thaw.nixos.eval;

import java.util.List;
import java.util.Optional;

/**
 * The hosts of a flake: the names under {@code nixosConfigurations}, as its text tells.
 *
 * @param names in the order of the text
 * @param complete whether these are all; false when there may be more, which only nix can tell
 */
public record FlakeHosts(List<String> names, boolean complete) {

  /** Not a flake. */
  public static final FlakeHosts NO_FLAKE = new FlakeHosts(List.of(), true);

  /** Copies the names. */
  public FlakeHosts {
    names = List.copyOf(names);
  }

  /**
   * Which of them an installed system is: the one that has its host name, or the only one.
   *
   * @param hostName the installed system's; may be empty
   * @return empty when that can't be told
   */
  public Optional<String> hostOf(String hostName) {
    if (names.contains(hostName) || !complete && !hostName.isEmpty()) {
      return Optional.of(hostName);
    }
    return complete && names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
  }
}
