/** The command line: {@code thaw play}, {@code thaw eval} and the others, with their options. */
@NullMarked
package dev.thaw.cli;

import org.jspecify.annotations.NullMarked;
