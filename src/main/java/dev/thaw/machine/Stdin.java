package dev.thaw.machine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a command reads on standard input.
 *
 * @param length how many bytes {@code open} yields
 * @param open gives the bytes anew at each call
 */
public record Stdin(long length, Supplier<InputStream> open) {

  /** Nothing to read. */
  public static final Stdin NONE = of(new byte[0]);

  /** These bytes. */
  public static Stdin of(byte[] bytes) {
    return new Stdin(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** This text, as UTF-8. */
  public static Stdin of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A file of this computer, read while it is sent. */
  public static Stdin of(Path file) {
    try {
      return new Stdin(
          Files.size(file),
          () -> {
            try {
              return Files.newInputStream(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says how much there is, never what: it may be a passphrase. */
  @Override
  public String toString() {
    return length + " bytes";
  }
}
