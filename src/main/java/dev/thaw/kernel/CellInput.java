package dev.thaw.kernel;

import dev.thaw.machine.Trouble;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a cell reads from {@code System.in}: each line is asked for through the front end. */
final class CellInput extends InputStream {

  private final CellOutput output;
  private final Inputs inputs;
  private byte[] line = new byte[0];
  private int at;

  CellInput(CellOutput output, Inputs inputs) {
    this.output = output;
    this.inputs = inputs;
  }

  @Override
  public synchronized int read() throws InterruptedIOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Reads what is there of a line; never more than one, which would have to be waited for. */
  @Override
  public synchronized int read(byte[] into, int offset, int length) throws InterruptedIOException {
    if (length == 0) {
      return 0;
    }
    if (at == line.length) {
      line = (ask() + "\n").getBytes(StandardCharsets.UTF_8);
      at = 0;
    }
    int count = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return line.length - at;
  }

  private String ask() throws InterruptedIOException {
    Optional<CellOutput.Cell> cell = output.cell().filter(CellOutput.Cell::canAsk);
    if (cell.isEmpty()) {
      throw new Trouble.NotReady(
          "The cell wants to read a line, and nobody can be asked here.",
          "Run the notebook in a front end that can ask, or give the value in the cell.");
    }
    try {
      return inputs.ask(cell.get().request().message(), "", false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
