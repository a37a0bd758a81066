package dev.thaw.rescue;

import java.util.Optional;

/**
 * How to rebuild, as the person asked for it; what is empty is found out.
 *
 * @param flake whether as a flake
 * @param host which host of the flake; else the installed system's own
 * @param action nixos-rebuild's word: {@code boot}, {@code build}, {@code dry-build}
 * @param installBootloader whether to install the boot loader itself anew
 * @param sandbox whether nix builds in a sandbox; else by its own choice
 * @param fetch whether nix may fetch; else by whether the cache answers
 */
public record RebuildWish(
    Optional<Boolean> flake,
    Optional<String> host,
    String action,
    boolean installBootloader,
    Optional<Boolean> sandbox,
    Optional<Boolean> fetch) {

  /** All is found out, and the result boots next. */
  public static final RebuildWish USUAL =
      new RebuildWish(
          Optional.empty(), Optional.empty(), "boot", false, Optional.empty(), Optional.empty());

  /** The same without fetching anything. */
  public RebuildWish offline() {
    return new RebuildWish(flake, host, action, installBootloader, sandbox, Optional.of(false));
  }
}
