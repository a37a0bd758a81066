/** The live system's programs, which print what the real ones print. */
@NullMarked
package dev.thaw.practice.programs;

import org.jspecify.annotations.NullMarked;
