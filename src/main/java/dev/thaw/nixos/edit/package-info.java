/**
 * Changes to the text of a configuration: reads Nix without evaluating it, edits one setting, and
 * shows the difference. Everything is text in memory; nothing here reaches a machine.
 */
@NullMarked
package dev.thaw.nixos.edit;

import org.jspecify.annotations.NullMarked;
