/** The command line: {@code thaw play}, {@code thaw eval} and the others, with their options. */
package dev.thaw.cli;
