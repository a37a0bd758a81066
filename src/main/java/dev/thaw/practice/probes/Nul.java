package dev.thaw.practice.probes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes values that each end with a NUL, as the survey's sections hold them. */
final class Nul {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds values. */
  Nul add(Object... values) {
    for (Object value : values) {
      bytes.writeBytes(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    return this;
  }

  /** Adds bytes as they are. */
  Nul raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
