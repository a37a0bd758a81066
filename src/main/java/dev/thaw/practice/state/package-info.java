/** What a practice machine is: its disks, filesystems, files and mounts, all in memory. */
@NullMarked
package dev.thaw.practice.state;

import org.jspecify.annotations.NullMarked;
