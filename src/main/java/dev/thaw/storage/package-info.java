/**
 * What the machine has: disks, partitions, filesystems, pools, datasets, LUKS, LVM, md, btrfs, as
 * records, and the probes and parsers that read them. Nothing here changes anything.
 */
@NullMarked
package dev.thaw.storage;

import org.jspecify.annotations.NullMarked;
