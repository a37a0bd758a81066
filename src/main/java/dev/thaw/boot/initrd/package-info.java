/** Reads what stage 1 runs from: an initrd, as it lies in the store. */
@NullMarked
package dev.thaw.boot.initrd;

import org.jspecify.annotations.NullMarked;
