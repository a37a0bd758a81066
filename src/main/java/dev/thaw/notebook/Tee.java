package dev.thaw.notebook;

import dev.thaw.machine.Clean;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes what a cell prints, makes it harmless, and passes it on to two places: where it would have
 * gone, and the transcript.
 */
final class Tee extends OutputStream {

  private final Consumer<String> shown;
  private final Transcript transcript;
  private final String stream;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer rest = ByteBuffer.allocate(0);

  private Tee(Consumer<String> shown, Transcript transcript, String stream) {
    this.shown = shown;
    this.transcript = transcript;
    this.stream = stream;
  }

  /**
   * A stream for a cell to print to.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  static PrintStream of(Consumer<String> shown, Transcript transcript, String stream) {
    return new PrintStream(new Tee(shown, transcript, stream), true, StandardCharsets.UTF_8);
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
    String clean = Clean.text(out.flip().toString().replace("\r\n", "\n"));
    shown.accept(clean);
    transcript.print(stream, clean);
  }
}
