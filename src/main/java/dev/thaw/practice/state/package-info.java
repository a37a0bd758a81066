/** What a practice machine is: its disks, filesystems, files and mounts, all in memory. */
package dev.thaw.practice.state;
