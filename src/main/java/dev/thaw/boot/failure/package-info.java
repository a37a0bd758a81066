/**
 * The catalogue: one class for each way to fail that the disks can show, with its evidence there,
 * what mends it, and why it happens. How it shows on the screen is told by the table of known lines
 * ({@code boot/screen}). A new one is added to {@link dev.thaw.boot.failure.Catalogue}.
 */
@NullMarked
package dev.thaw.boot.failure;

import org.jspecify.annotations.NullMarked;
