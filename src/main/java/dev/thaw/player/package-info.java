/** The player: a notebook on the terminal, cell by cell. */
package dev.thaw.player;
