/**
 * How a NixOS machine comes up, what breaks on the way, and what mends it. What is read off a
 * machine ({@link dev.thaw.boot.Evidence}) is kept apart from judging it, so that a practice
 * machine is judged like a real one.
 */
@NullMarked
package dev.thaw.boot;

import org.jspecify.annotations.NullMarked;
