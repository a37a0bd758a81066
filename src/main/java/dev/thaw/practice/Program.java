package dev.thaw.practice;

/** A program of the practice machine. */
interface Program {

  /**
   * Runs it to its end.
   *
   * @return its exit status
   * @throws Errno if a system call failed that it says nothing better about
   */
  int run(Invocation call);
}
