package dev.thaw.boot.initrd;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import java.io.IOException;
import java.io.InputStream;

/** LZ4's old form: blocks of 8 MiB, each with its packed length before it, until they end. */
final class Lz4Blocks extends InputStream {

  private static final int BLOCK = 8 * 1024 * 1024;

  private final byte[] packed;
  private final byte[] block = new byte[BLOCK];
  private final Lz4JavaDecompressor lz4 = new Lz4JavaDecompressor();
  private int at;
  private int read;
  private int filled;

  Lz4Blocks(byte[] packed, int at) {
    this.packed = packed;
    this.at = at;
  }

  /** Where the next block would begin: the end, once all was read. */
  int end() {
    return at;
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[read++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, filled - read);
    System.arraycopy(block, read, bytes, offset, count);
    read += count;
    return count;
  }

  private boolean fill() throws IOException {
    if (read < filled) {
      return true;
    }
    if (at + 4 > packed.length) {
      return false;
    }
    int length = Compression.int32(packed, at);
    // No length that a block can have: another part begins here, or zeros fill up.
    if (length <= 0 || length > BLOCK + BLOCK / 255 + 16) {
      return false;
    }
    if (length > packed.length - at - 4) {
      throw new IOException("it is cut off");
    }
    try {
      filled = lz4.decompress(packed, at + 4, length, block, 0, BLOCK);
    } catch (MalformedInputException | IllegalArgumentException e) {
      throw new IOException("it is damaged", e);
    }
    read = 0;
    at += 4 + length;
    return filled > 0;
  }
}
