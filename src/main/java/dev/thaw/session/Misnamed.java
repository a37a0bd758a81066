package dev.thaw.session;

import java.util.Objects;

/** A named argument that can't be: its place in the snippet, what is wrong, what was meant. */
final class Misnamed extends Exception {

  private final int offset;
  private final String hint;

  Misnamed(int offset, String message, String hint) {
    super(message, null, false, false);
    this.offset = offset;
    this.hint = hint;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  int offset() {
    return offset;
  }

  String hint() {
    return hint;
  }
}
