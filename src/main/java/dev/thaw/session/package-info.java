/**
 * Cells: Java evaluated by JShell in this JVM, with the helpers at hand, named arguments, values
 * that stay objects, and errors shown at their place in the cell as it was written.
 */
@NullMarked
package dev.thaw.session;

import org.jspecify.annotations.NullMarked;
