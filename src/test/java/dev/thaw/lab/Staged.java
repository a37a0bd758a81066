package dev.thaw.lab;

import dev.thaw.machine.Machine;

/** A machine that is told which part of a procedure begins. */
interface Staged extends Machine {

  /** From now on the commands belong to that stage. */
  void stage(String name);
}
