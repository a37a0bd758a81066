/**
 * Puts together what is said of a machine that does not come up: the evidence held against all
 * known failures, the way up of each generation, and which can be gone back to.
 */
@NullMarked
package dev.thaw.boot.diagnosis;

import org.jspecify.annotations.NullMarked;
