/**
 * The boot loaders that NixOS installs, a class each, and what is read of their menus. Nothing here
 * knows of generations: an entry starts a system, a path in the store.
 */
@NullMarked
package dev.thaw.nixos.loader;

import org.jspecify.annotations.NullMarked;
