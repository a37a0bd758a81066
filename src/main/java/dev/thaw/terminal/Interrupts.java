package dev.thaw.terminal;

import dev.thaw.app.ExitStatus;
import java.util.function.Supplier;
import org.jline.utils.Signals;

/**
 * While open: Ctrl-C ends what is running and leaves the program to say so; a second one ends the
 * program. Whatever ends the program ends what is running, too.
 */
public final class Interrupts implements AutoCloseable {

  private static final String INT = "INT";

  private final Object before;
  private final Thread atExit;
  private volatile Runnable stop;
  private volatile boolean again;

  /**
   * Starts to listen.
   *
   * @param stop ends what is running
   * @param close lets go of the machine, when the program ends
   */
  public Interrupts(Runnable stop, Runnable close) {
    this.stop = stop;
    atExit =
        new Thread(() -> {
          this.stop.run();
          close.run();
        });
    Runtime.getRuntime().addShutdownHook(atExit);
    before = Signals.register(INT, this::interrupted);
  }

  /** Does some work, in which Ctrl-C stops something else; a second one still ends the program. */
  public <T> T during(Runnable other, Supplier<T> work) {
    Runnable usual = stop;
    stop = other;
    again = false;
    try {
      return work.get();
    } finally {
      stop = usual;
      again = false;
    }
  }

  /** What Ctrl-C does. */
  public void interrupted() {
    if (again) {
      // Not in the signal's own thread: exiting waits for the hooks.
      Thread.ofPlatform().start(() -> System.exit(ExitStatus.INTERRUPTED));
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
