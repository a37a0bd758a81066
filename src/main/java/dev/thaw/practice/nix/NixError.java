package dev.thaw.practice.nix;

/** What nix says when a text can't be evaluated; the message is all that it prints. */
public final class NixError extends RuntimeException {

  private static final long serialVersionUID = 1;

  NixError(String message) {
    super(message, null, false, false);
  }
}
