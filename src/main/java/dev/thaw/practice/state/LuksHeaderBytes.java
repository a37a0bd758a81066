package dev.thaw.practice.state;

import java.nio.charset.StandardCharsets;

/** The beginning of a LUKS2 container. */
public final class LuksHeaderBytes {

  private static final byte[] MAGIC = {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe, 0, 2};
  private static final int UUID_AT = 168;
  private static final int JSON_AT = 4096;
  private static final int LENGTH = 16384;

  private LuksHeaderBytes() {}

  /** The header, with the JSON behind it. */
  public static byte[] of(Container container) {
    byte[] bytes = new byte[LENGTH];
    System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
    put(bytes, UUID_AT, container.uuid);
    put(bytes, JSON_AT, "{\"keyslots\":{\"0\":{\"type\":\"luks2\"}},\"tokens\":{}}");
    return bytes;
  }

  private static void put(byte[] bytes, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, bytes, at, ascii.length);
  }
}
