package dev.thaw.terminal;

import dev.thaw.app.ExitStatus;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Standard output or standard error, which remembers why it could not be written to: a {@link
 * PrintStream} goes on without a word.
 */
public final class Outlet extends OutputStream {

  private static final int BUFFER = 8192;

  private final OutputStream to;
  private final PrintStream stream;
  private volatile Optional<String> trouble = Optional.empty();

  private Outlet(FileDescriptor to, Charset charset) {
    this.to = new FileOutputStream(to);
    stream = new PrintStream(new BufferedOutputStream(this, BUFFER), true, charset);
  }

  /** Both of them, in the place of Java's own. */
  public record Both(Outlet out, Outlet err) {

    /** Takes the place of Java's own. */
    public static Both open() {
      var both =
          new Both(
              new Outlet(FileDescriptor.out, System.out.charset()),
              new Outlet(FileDescriptor.err, System.err.charset()));
      System.setOut(both.out.stream);
      System.setErr(both.err.stream);
      return both;
    }

    /**
     * The status to end with. One that tells of a failure stays; else what was printed for nobody
     * is one, and is said. A reader that wanted no more, as {@code head}, knows.
     */
    public int status(int status) {
      out.stream.flush();
      err.stream.flush();
      Optional<String> lost = out.trouble.or(() -> err.trouble);
      if (lost.isEmpty()) {
        return status;
      }
      boolean left = lost.get().equals("Broken pipe");
      if (!left) {
        err.stream.println(
            "What was printed could not be written: "
                + lost.get()
                + ".\nWhat was done is done all the same. Give the output another place, and look"
                + " again.");
      }
      return status != ExitStatus.PASSED
          ? status
          : left ? ExitStatus.NOT_READ : ExitStatus.NOT_WRITTEN;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      to.write(bytes, offset, length);
    } catch (IOException e) {
      if (trouble.isEmpty()) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
