/**
 * What a screen says: lines of text become events, by a table of what the programs of a NixOS
 * machine print on its way up; their order tells how far it came and what failed first.
 */
@NullMarked
package dev.thaw.boot.screen;

import org.jspecify.annotations.NullMarked;
