package dev.thaw.rescue;

import dev.thaw.nixos.Installation;

/** Placeholder while the rooms below are being finished. */
public record Config(Rescue rescue, Installation installation) {
  /** Edits. */
  public Result edit() {
    return null;
  }

  /** Edits. */
  public Result edit(String file) {
    return null;
  }
}
