/**
 * The command line: which commands and options there are, what was given, and the help about it. In
 * place of a library, because it is on the way of every start.
 */
package dev.thaw.arguments;
