/** Nix and NixOS: the configuration evaluated, systems built, profiles switched. */
package dev.thaw.practice.nix;
