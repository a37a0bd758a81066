/**
 * The catalogue: one class for each way to fail that is known, with its signs on the screen, its
 * evidence on the disks, what mends it, and why it happens. A new one is added to {@link
 * dev.thaw.boot.failure.Catalogue}.
 */
@NullMarked
package dev.thaw.boot.failure;

import org.jspecify.annotations.NullMarked;
