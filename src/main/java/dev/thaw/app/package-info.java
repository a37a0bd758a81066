/**
 * What all front ends share: the way to a machine and the rescue on it, the one loop that runs a
 * cell, why one failed, exit statuses.
 */
@NullMarked
package dev.thaw.app;

import org.jspecify.annotations.NullMarked;
