package dev.thaw.arguments;

/** The command line makes no sense; the message is a sentence that says why. */
public final class Misuse extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says why. */
  public Misuse(String message) {
    super(message);
  }
}
