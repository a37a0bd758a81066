/**
 * The practice machine: a broken computer in memory that answers the commands of a real one, so
 * that the same helpers and notebooks rescue it.
 */
@NullMarked
package dev.thaw.practice;

import org.jspecify.annotations.NullMarked;
