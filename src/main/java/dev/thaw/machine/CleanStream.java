package dev.thaw.machine;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what a cell prints, makes it harmless, and passes it on as text. */
public final class CleanStream extends OutputStream {

  private final Consumer<String> to;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer rest = ByteBuffer.allocate(0);

  private CleanStream(Consumer<String> to) {
    this.to = to;
  }

  /**
   * A stream for a cell to print to.
   *
   * @param to told what is printed, as it comes, by the thread that prints
   */
  public static PrintStream of(Consumer<String> to) {
    return new PrintStream(new CleanStream(to), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    ByteBuffer in = ByteBuffer.allocate(rest.remaining() + length);
    in.put(rest).put(bytes, offset, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, false);
    // The beginning of a letter whose other bytes are still to come.
    rest = in.slice();
    to.accept(Clean.text(out.flip().toString().replace("\r\n", "\n")));
  }
}
