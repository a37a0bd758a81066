/** Notebooks in Jupyter's format: how they are read, played and written. */
@NullMarked
package dev.thaw.notebook;

import org.jspecify.annotations.NullMarked;
