/**
 * What every front end at a terminal needs: the person, the keys, the width, failures told, exit
 * statuses.
 */
package dev.thaw.terminal;
