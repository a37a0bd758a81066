package dev.thaw.boot.initrd;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.tukaani.xz.SingleXZInputStream;

/** How a part of an initrd is packed, told by its first bytes. */
enum Compression {
  /** A bare cpio archive. */
  NONE,
  GZIP,
  ZSTD,
  XZ,
  /** The old form of LZ4, the only one that the kernel reads. */
  LZ4,
  /** Something else. */
  UNKNOWN;

  private static final int ZSTD_MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int LZ4_MAGIC = 0x184C2102;
  private static final int XZ_MAGIC = 0x587A37FD;
  private static final int XZ_MEMORY = 256 * 1024;

  /** A part's plain bytes, and where the next part begins once they were all read. */
  interface Part {
    InputStream plain();

    int end() throws IOException;
  }

  private record Plain(InputStream plain, End where) implements Part {
    interface End {
      int get() throws IOException;
    }

    @Override
    public int end() throws IOException {
      return where.get();
    }
  }

  /** Tells the compression of what begins at {@code at}. */
  static Compression of(byte[] bytes, int at) {
    if (at + 6 > bytes.length) {
      return UNKNOWN;
    }
    int magic = int32(bytes, at);
    if (magic == ZSTD_MAGIC || (magic & 0xFFFFFFF0) == SKIPPABLE_MAGIC) {
      return ZSTD;
    }
    if (magic == LZ4_MAGIC) {
      return LZ4;
    }
    if (magic == XZ_MAGIC) {
      return XZ;
    }
    if ((magic & 0xFFFF) == 0x8B1F) {
      return GZIP;
    }
    return bytes[at] == '0' && bytes[at + 1] == '7' && bytes[at + 2] == '0' ? NONE : UNKNOWN;
  }

  /**
   * Opens what begins at {@code at}.
   *
   * @throws IOException if it is damaged
   */
  Part open(byte[] bytes, int at) throws IOException {
    return switch (this) {
      case NONE -> {
        var rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
        yield new Plain(rest, () -> bytes.length - rest.available());
      }
      case GZIP -> {
        int data = gzipData(bytes, at);
        var inflater = new Inflater(true);
        var rest = new ByteArrayInputStream(bytes, data, bytes.length - data);
        yield new Plain(
            new InflaterInputStream(rest, inflater, 65536),
            () -> {
              long end = data + inflater.getBytesRead() + 8;
              inflater.end();
              return (int) Math.min(bytes.length, end);
            });
      }
      case ZSTD -> {
        int end = zstdEnd(bytes, at);
        InputStream plain =
            int32(bytes, at) == ZSTD_MAGIC
                ? new ZstdInputStream(new ByteArrayInputStream(bytes, at, end - at))
                : InputStream.nullInputStream();
        yield new Plain(plain, () -> end);
      }
      case XZ -> {
        var rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
        yield new Plain(
            new SingleXZInputStream(rest, XZ_MEMORY), () -> bytes.length - rest.available());
      }
      case LZ4 -> {
        var blocks = new Lz4Blocks(bytes, at + 4);
        yield new Plain(blocks, blocks::end);
      }
      case UNKNOWN -> throw new IOException("it is packed in a way that is not known");
    };
  }

  /** Where the deflated data of a gzip member begins. */
  private static int gzipData(byte[] bytes, int at) throws IOException {
    int flags = at + 10 > bytes.length ? 0xE0 : bytes[at + 3];
    if ((flags & 0xE0) != 0) {
      throw new IOException("its gzip header is damaged");
    }
    int data = at + 10;
    if ((flags & 4) != 0 && data + 2 <= bytes.length) {
      data += 2 + (bytes[data] & 0xFF) + ((bytes[data + 1] & 0xFF) << 8);
    }
    for (int text = 8; text <= 16; text *= 2) {
      if ((flags & text) != 0) {
        while (data < bytes.length && bytes[data] != 0) {
          data++;
        }
        data++;
      }
    }
    data += (flags & 2) != 0 ? 2 : 0;
    if (data >= bytes.length) {
      throw new IOException("its gzip header is cut off");
    }
    return data;
  }

  /** Where a zstd frame ends: found by its blocks' headers, without unpacking (RFC 8878). */
  private static int zstdEnd(byte[] bytes, int at) throws IOException {
    if (int32(bytes, at) != ZSTD_MAGIC) {
      long end = at + 8L + (at + 8 <= bytes.length ? int32(bytes, at + 4) & 0xFFFFFFFFL : 0);
      return (int) Math.min(bytes.length, end);
    }
    int descriptor = bytes[at + 4] & 0xFF;
    boolean single = (descriptor & 0x20) != 0;
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    int size = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6];
    long block = at + 5L + (single ? 0 : 1) + dictionary + size;
    while (block + 3 <= bytes.length) {
      int i = (int) block;
      int header = bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8 | (bytes[i + 2] & 0xFF) << 16;
      boolean repeated = (header >> 1 & 3) == 1;
      block += 3L + (repeated ? 1 : header >> 3);
      if ((header & 1) != 0) {
        return (int) Math.min(bytes.length, block + ((descriptor & 4) != 0 ? 4 : 0));
      }
    }
    // Cut off: what there is of it is still read.
    return bytes.length;
  }

  /** Four bytes, the lowest first. */
  static int int32(byte[] bytes, int at) {
    return bytes[at] & 0xFF
        | (bytes[at + 1] & 0xFF) << 8
        | (bytes[at + 2] & 0xFF) << 16
        | (bytes[at + 3] & 0xFF) << 24;
  }
}
