/** The prompt: a line typed with completion, hints and colours, evaluated, and what it gave. */
package dev.thaw.repl;
