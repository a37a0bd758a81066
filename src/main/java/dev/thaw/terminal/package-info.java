/** What every front end at a terminal needs: the person, the keys, the screen. */
@NullMarked
package dev.thaw.terminal;

import org.jspecify.annotations.NullMarked;
