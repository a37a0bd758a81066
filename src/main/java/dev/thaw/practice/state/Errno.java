package dev.thaw.practice.state;

import java.util.Objects;

/** What a system call fails with; the message is the C library's. */
public final class Errno extends RuntimeException {

  private static final long serialVersionUID = 1;

  Errno(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Nothing is there. */
  public static Errno notFound() {
    return new Errno("No such file or directory");
  }

  static Errno exists() {
    return new Errno("File exists");
  }

  static Errno notADirectory() {
    return new Errno("Not a directory");
  }

  /** A directory stands where a file is needed. */
  public static Errno isADirectory() {
    return new Errno("Is a directory");
  }

  /** A directory is removed that holds something. */
  public static Errno notEmpty() {
    return new Errno("Directory not empty");
  }

  static Errno readOnly() {
    return new Errno("Read-only file system");
  }

  static Errno noSpace() {
    return new Errno("No space left on device");
  }

  static Errno loop() {
    return new Errno("Too many levels of symbolic links");
  }

  static Errno notPermitted() {
    return new Errno("Operation not permitted");
  }

  static Errno busy() {
    return new Errno("Device or resource busy");
  }
}
