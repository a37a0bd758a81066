/** The live system's programs, which print what the real ones print. */
package dev.thaw.practice.programs;
