package dev.thaw.nixos;

import java.util.List;

/**
 * The hosts of a flake: the names under {@code nixosConfigurations}, as its text tells.
 *
 * @param names in the order of the text
 * @param complete whether these are all; false when some are computed, which only nix can tell
 */
public record FlakeHosts(List<String> names, boolean complete) {

  /** Not a flake. */
  public static final FlakeHosts NO_FLAKE = new FlakeHosts(List.of(), true);

  /** Copies the names. */
  public FlakeHosts {
    names = List.copyOf(names);
  }

  /** Finds the hosts in the text of a {@code flake.nix}, without evaluating it. */
  public static FlakeHosts find(String text) {
    return new FlakeHosts(List.of(), false);
  }
}
