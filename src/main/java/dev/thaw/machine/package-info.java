/**
 * How a command reaches the broken machine: {@link dev.thaw.machine.Machine}, {@link
 * dev.thaw.machine.Command}, {@link dev.thaw.machine.CommandResult}, and the chain that every
 * command passes: narrate, approve, record, run.
 */
@NullMarked
package dev.thaw.machine;

import org.jspecify.annotations.NullMarked;
