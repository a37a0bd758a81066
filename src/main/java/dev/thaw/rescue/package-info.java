/**
 * The procedure: unlock, import, mount, enter, edit, rebuild, verify, leave; what holds on the
 * machine now; the record of what was done and its undo.
 */
@NullMarked
package dev.thaw.rescue;

import org.jspecify.annotations.NullMarked;
