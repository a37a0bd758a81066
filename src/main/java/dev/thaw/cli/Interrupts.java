package dev.thaw.cli;

import org.jline.utils.Signals;

/**
 * While open: Ctrl-C ends what is running and leaves the program to say so; a second one ends the
 * program. Whatever ends the program ends what is running, too.
 */
final class Interrupts implements AutoCloseable {

  private static final String INT = "INT";

  private final Object before;
  private final Thread atExit;
  private volatile boolean again;

  /**
   * Starts to listen.
   *
   * @param stop ends what is running
   * @param close lets go of the machine, when the program ends
   */
  Interrupts(Runnable stop, Runnable close) {
    atExit =
        new Thread(() -> {
          stop.run();
          close.run();
        });
    Runtime.getRuntime().addShutdownHook(atExit);
    before = Signals.register(INT, () -> interrupted(stop));
  }

  private void interrupted(Runnable stop) {
    if (again) {
      // Not in the signal's own thread: exiting waits for the hooks.
      Thread.ofPlatform().start(() -> System.exit(Status.INTERRUPTED));
      return;
    }
    again = true;
    stop.run();
  }

  @Override
  public void close() {
    Signals.unregister(INT, before);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook is part of it.
    }
  }
}
