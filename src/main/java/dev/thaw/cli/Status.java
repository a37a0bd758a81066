package dev.thaw.cli;

/** The exit statuses, the same for every command. */
final class Status {

  /** All cells passed. */
  static final int PASSED = 0;

  /** A cell failed. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** Something needed approval, and nobody could be asked. */
  static final int NOT_APPROVED = 3;

  /** The machine could not be reached. */
  static final int UNREACHABLE = 4;

  /** Ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private Status() {}
}
