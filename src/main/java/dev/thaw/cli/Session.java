package dev.thaw.cli;

import dev.thaw.machine.Chain;
import dev.thaw.machine.Narrator;
import dev.thaw.rescue.Rescue;

/**
 * What a command works with: the way to the machine, and the rescue on it.
 *
 * @param machine the machine, behind the chain that every command passes
 * @param narrator the link of that chain that tells what runs
 */
record Session(Chain machine, Narrator narrator, Rescue rescue) implements AutoCloseable {

  /** Ends the connection; what is mounted on the machine stays as it is. */
  @Override
  public void close() {
    machine.close();
  }
}
