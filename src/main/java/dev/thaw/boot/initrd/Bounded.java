package dev.thaw.boot.initrd;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What a part unpacks to, up to a limit: a few bytes can be made to unpack to any length. */
final class Bounded extends FilterInputStream {

  /** More than any initrd unpacks to. */
  static final long MOST = 2L << 30;

  private long left;

  Bounded(InputStream in, long most) {
    super(in);
    left = most;
  }

  /** How much may still be taken. */
  long left() {
    return left;
  }

  private long taken(long count) throws IOException {
    left -= Math.max(count, 0);
    if (left < 0) {
      throw new IOException("it unpacks to more than an initrd can be");
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    taken(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return (int) taken(in.read(bytes, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    return taken(in.skip(count));
  }
}
