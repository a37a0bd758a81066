package dev.thaw.machine;

import java.io.ByteArrayOutputStream;
import java.util.function.LongConsumer;

/** Keeps what a command prints, in memory. */
final class Collected implements OutputListener {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private final LongConsumer progress;

  Collected() {
    this(received -> {});
  }

  /** Tells how many bytes have come, whenever there are more. */
  Collected(LongConsumer progress) {
    this.progress = progress;
  }

  @Override
  public void out(byte[] bytes, int length) {
    out.write(bytes, 0, length);
    progress.accept(out.size());
  }

  @Override
  public void err(byte[] bytes, int length) {
    err.write(bytes, 0, length);
  }

  /** What came on standard output. */
  byte[] out() {
    return out.toByteArray();
  }

  /** What came on standard error. */
  byte[] err() {
    return err.toByteArray();
  }
}
