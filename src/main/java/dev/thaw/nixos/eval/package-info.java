/**
 * Follows a configuration from a host to its files, by reading: as much of the Nix language as says
 * which modules a host has. What only nix could tell stays unknown, and says why.
 */
@NullMarked
package dev.thaw.nixos.eval;

import org.jspecify.annotations.NullMarked;
