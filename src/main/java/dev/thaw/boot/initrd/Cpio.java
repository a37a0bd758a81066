package dev.thaw.boot.initrd;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the entries of cpio archives (newc), one after another, until the stream ends. */
final class Cpio {

  private static final String END = "TRAILER!!!";
  private static final int HEADER = 110;
  private static final int LONGEST_NAME = 4096;
  private static final int FILE_TYPE = 0170000;

  /** More zeros between archives pad nothing. */
  private static final int MOST_ZEROS = 1024 * 1024;

  /** Takes what is in an archive. */
  interface Visitor {
    /** Whether the contents of a file of this size are wanted. */
    boolean wants(String path, long size);

    /** A file; its contents are empty when they were not wanted. */
    void file(String path, long inode, byte[] content) throws IOException;

    /** A symbolic link. */
    void link(String path, String target) throws IOException;
  }

  private final InputStream in;
  private long offset;

  private Cpio(InputStream in) {
    this.in = in;
  }

  /**
   * Reads all archives of a stream; zeros between them are skipped.
   *
   * @param in what it is packed in was taken off; may have no end
   * @param single whether to stop behind the first one
   * @throws IOException if it is damaged or cut off; what came before was given to the visitor
   */
  static void read(InputStream in, boolean single, Visitor visitor) throws IOException {
    var cpio = new Cpio(in);
    byte[] header = new byte[HEADER];
    while (cpio.skipZeros(header)) {
      if (!cpio.entry(header, visitor) && single) {
        return;
      }
    }
  }

  /** Puts the first byte that is no zero into the header; {@code false} when there is none. */
  private boolean skipZeros(byte[] header) throws IOException {
    int next;
    int zeros = 0;
    do {
      next = in.read();
      offset++;
      if (++zeros > MOST_ZEROS) {
        throw new IOException("it holds nothing but zeros");
      }
    } while (next == 0);
    header[0] = (byte) next;
    return next >= 0;
  }

  /** Reads an entry; {@code false} when it was the last one of its archive. */
  private boolean entry(byte[] header, Visitor visitor) throws IOException {
    fill(header, 1, HEADER - 1);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    if (!text.matches("07070[12][0-9A-Fa-f]{104}")) {
      throw new IOException("it holds something that is no cpio archive");
    }
    long size = field(text, 6);
    int nameSize = (int) Math.min(field(text, 11), LONGEST_NAME + 1L);
    if (nameSize < 1 || nameSize > LONGEST_NAME) {
      throw new IOException("a name in it is damaged");
    }
    byte[] name = new byte[nameSize];
    // The padding counts from the archive's beginning, and every header begins at a multiple of 4.
    offset = HEADER;
    fill(name, 0, nameSize);
    pad();
    String path = new String(name, 0, nameSize - 1, StandardCharsets.UTF_8);
    if (path.equals(END)) {
      return false;
    }
    contents(path.replaceFirst("^(\\./+|/+)", ""), text, size, visitor);
    return true;
  }

  private void contents(String path, String header, long size, Visitor visitor) throws IOException {
    int type = (int) field(header, 1) & FILE_TYPE;
    boolean link = type == 0120000 && size <= LONGEST_NAME;
    boolean file = type == 0100000;
    byte[] content = new byte[0];
    if (link || file && visitor.wants(path, size)) {
      content = new byte[(int) size];
      fill(content, 0, content.length);
    } else {
      skip(size);
    }
    offset = size;
    pad();
    if (link) {
      visitor.link(path, new String(content, StandardCharsets.UTF_8));
    } else if (file) {
      visitor.file(path, field(header, 0), content);
    }
  }

  /** The field of that number: eight hexadecimal digits. */
  private static long field(String header, int number) {
    return Long.parseLong(header.substring(6 + 8 * number, 14 + 8 * number), 16);
  }

  private void fill(byte[] bytes, int from, int length) throws IOException {
    if (in.readNBytes(bytes, from, length) < length) {
      throw new EOFException("it is cut off");
    }
    offset += length;
  }

  private void pad() throws IOException {
    skip((4 - offset % 4) % 4);
  }

  private void skip(long length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw new IOException("it is cut off", e);
    }
  }
}
