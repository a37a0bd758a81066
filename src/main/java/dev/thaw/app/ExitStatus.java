package dev.thaw.app;

/** The exit statuses, the same for every command. */
public final class ExitStatus {

  /** All cells passed. */
  public static final int PASSED = 0;

  /** A cell failed. */
  public static final int FAILED = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** Something needed approval, and nobody could be asked. */
  public static final int NOT_APPROVED = 3;

  /** The machine could not be reached. */
  public static final int UNREACHABLE = 4;

  /** All passed, but what was printed could not be written. */
  public static final int NOT_WRITTEN = 5;

  /** Of a diagnosis that was asked for it: the machine does not boot. */
  public static final int DOES_NOT_BOOT = 10;

  /** Of a diagnosis that was asked for it: whether the machine boots can't be told. */
  public static final int CANT_BE_TOLD = 11;

  /** All passed, but whoever read what was printed wanted no more: 128 and SIGPIPE, as usual. */
  public static final int NOT_READ = 141;

  /** Ended by Ctrl-C. */
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
