/**
 * Puts together what is said of a machine that does not come up: the evidence held against all
 * known failures, the way up of each generation, and which can be gone back to.
 */
package dev.thaw.boot.diagnosis;
