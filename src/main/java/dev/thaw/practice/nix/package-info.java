/** Nix and NixOS: the configuration evaluated, systems built, profiles switched. */
@NullMarked
package dev.thaw.practice.nix;

import org.jspecify.annotations.NullMarked;
