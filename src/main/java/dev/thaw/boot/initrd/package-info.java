/** Reads what stage 1 runs from: an initrd, as it lies in the store. */
package dev.thaw.boot.initrd;
