/** The command line: {@code thaw eval}, {@code thaw help}, and who is in front of them. */
package dev.thaw.cli;
