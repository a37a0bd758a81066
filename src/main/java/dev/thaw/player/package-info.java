/** The player: a notebook on the terminal, cell by cell. */
@NullMarked
package dev.thaw.player;

import org.jspecify.annotations.NullMarked;
