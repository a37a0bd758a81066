/** The prompt: a line typed with completion, hints and colours, evaluated, and what it gave. */
@NullMarked
package dev.thaw.repl;

import org.jspecify.annotations.NullMarked;
