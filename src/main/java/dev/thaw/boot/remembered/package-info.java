/**
 * What a machine remembers of itself: the installed system's own journal, the room on its disks.
 */
@NullMarked
package dev.thaw.boot.remembered;

import org.jspecify.annotations.NullMarked;
