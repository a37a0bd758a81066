package dev.thaw.practice.programs;

/** A program of the practice machine. */
public interface Program {

  /**
   * Runs it to its end.
   *
   * @return its exit status
   * @throws dev.thaw.practice.state.Errno if a system call failed that it says nothing better about
   */
  int run(Invocation invocation);
}
