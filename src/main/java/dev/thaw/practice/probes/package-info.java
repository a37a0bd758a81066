/** Thaw's own shell scripts, answered with the sections that the real ones print. */
@NullMarked
package dev.thaw.practice.probes;

import org.jspecify.annotations.NullMarked;
