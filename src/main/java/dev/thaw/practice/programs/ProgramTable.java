package dev.thaw.practice.programs;

import java.util.Optional;

/** Which programs a machine has: what a program runs another one by. */
public interface ProgramTable {

  /**
   * Runs the program that a call names.
   *
   * @return its exit status
   */
  int run(Invocation invocation);

  /** One of Thaw's own scripts, by the name that it is run under. */
  Optional<Program> script(String name);
}
