/** A boot from the machine's own disk: the menu, stage 1, and what the screen shows. */
@NullMarked
package dev.thaw.practice.boot;

import org.jspecify.annotations.NullMarked;
