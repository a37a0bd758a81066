/** What a BIOS starts: the first sector of a disk, and GRUB's core image behind it. */
@NullMarked
package dev.thaw.boot.bios;

import org.jspecify.annotations.NullMarked;
