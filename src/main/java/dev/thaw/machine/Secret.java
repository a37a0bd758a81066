package dev.thaw.machine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A passphrase: handed to a command's standard input, wiped when closed, never printed. */
public final class Secret implements AutoCloseable {

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes over these bytes. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes);
  }

  /** Takes the characters as UTF-8 and wipes them. */
  @SuppressWarnings("ByteBufferBackingArray") // All of it is wiped, whatever part was used.
  public static Secret of(char[] characters) {
    ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    Arrays.fill(buffer.array(), (byte) 0);
    Arrays.fill(characters, '\0');
    return new Secret(bytes);
  }

  /** Whether the other one is the same. */
  public boolean isSame(Secret other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  /** Whether it has a line break, which no program that reads a line takes for a part of it. */
  public boolean hasLineBreak() {
    for (byte one : bytes) {
      if (one == '\n' || one == '\r' || one == 0) {
        return true;
      }
    }
    return false;
  }

  /** What a command reads that wants exactly the passphrase, with no newline after it. */
  public Stdin stdin() {
    return Stdin.of(bytes);
  }

  /** The passphrase and a newline, for a command that reads a line. */
  byte[] lineBytes() {
    byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
    line[bytes.length] = '\n';
    return line;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
