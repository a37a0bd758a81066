/**
 * What an installation is: generations, bootspec, loader entries, fstab, initrd, configuration,
 * flakes. Nothing here changes anything on the machine.
 */
@NullMarked
package dev.thaw.nixos;

import org.jspecify.annotations.NullMarked;
