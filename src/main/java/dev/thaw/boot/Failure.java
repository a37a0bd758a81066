package dev.thaw.boot;

import java.util.List;

/** One way to fail that is known. */
public interface Failure {

  /** What it is called. */
  String name();

  /** How it shows on the screen; empty when it does not: the machine starts, as it should not. */
  default List<Sign> signs() {
    return List.of();
  }

  /** What of this the evidence shows; empty when nothing. */
  List<Finding> judge(Evidence evidence);
}
