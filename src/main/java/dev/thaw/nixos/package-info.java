/**
 * What an installation is: generations, bootspec, loader entries, fstab, initrd, configuration,
 * flakes. Nothing here changes anything on the machine.
 */
package dev.thaw.nixos;
