/** Thaw's own shell scripts, answered with the sections that the real ones print. */
package dev.thaw.practice.probes;
