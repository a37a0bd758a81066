/** What every front end at a terminal needs: the person, the keys, the screen. */
package dev.thaw.terminal;
