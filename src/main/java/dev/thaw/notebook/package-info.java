/** Notebooks in Jupyter's format: how they are read, played and written. */
package dev.thaw.notebook;
